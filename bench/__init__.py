"""Our figures against peers', measured in one run on one machine: `./run bench`."""
