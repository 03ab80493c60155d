/* Tells the site around how high this page is. A height is no secret: whoever shows the frame may know it. */
(function () {
  'use strict';
  if (window.parent === window) { return; }
  new ResizeObserver(function () {
    window.parent.postMessage({ odlocaleHeight: document.body.getBoundingClientRect().height }, '*');
  }).observe(document.body);
}());
