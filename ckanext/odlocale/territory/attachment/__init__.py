"""Which organization is the authority of which territory: written, proposed, claimed, confirmed."""
