/* Adds a button to a figure that takes its drawing as an image. Without this file the drawing is there all the same,
   with its links to SVG and to the table.

   data-module="odlocale-drawing" on a figure with an svg and a figcaption; data-module-label is what the button says,
   data-module-name what the file is called.
*/
ckan.module('odlocale-drawing', function () {
  'use strict';

  var WIDTH = 1600;

  function save(canvas, name) {
    var link = document.createElement('a');
    link.href = canvas.toDataURL('image/png');
    link.download = name;
    link.click();
  }

  return {
    options: { label: 'PNG', name: 'image' },

    initialize: function () {
      this.drawing = this.el[0].querySelector('svg');
      var caption = this.el[0].querySelector('figcaption');
      if (!this.drawing || !caption) { return; }
      var button = document.createElement('button');
      button.type = 'button';
      button.className = 'btn btn-link btn-sm odlocale-png';
      button.textContent = this.options.label;
      button.addEventListener('click', this.take.bind(this));
      caption.append(' ', button);
    },

    take: function () {
      var box = this.drawing.viewBox.baseVal, name = this.options.name + '.png', image = new Image();
      var canvas = document.createElement('canvas');
      canvas.width = WIDTH;
      canvas.height = Math.round(WIDTH * box.height / box.width);
      image.onload = function () {
        var context = canvas.getContext('2d');
        context.fillStyle = '#ffffff';
        context.fillRect(0, 0, canvas.width, canvas.height);
        context.drawImage(image, 0, 0, canvas.width, canvas.height);
        save(canvas, name);
      };
      var copy = this.drawing.cloneNode(true);
      copy.setAttribute('width', canvas.width);
      copy.setAttribute('height', canvas.height);
      var text = new XMLSerializer().serializeToString(copy);
      image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(text);
    }
  };
});
