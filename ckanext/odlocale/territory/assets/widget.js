/* Shows a territory's datasets on another site, in a frame where this script stands. The portal calls this
   function with what it knows of the territory. Styles are set as properties: no style-src is needed for that.
*/
function (settings) {
  'use strict';
  var script = document.currentScript;
  if (!script) { return; }

  var address = new URL(script.src);
  address.pathname = address.pathname.replace(/widget\.js$/, 'widget');
  ['couleur', 'nombre', 'portee'].forEach(function (name) {
    if (script.dataset[name]) { address.searchParams.set(name, script.dataset[name]); }
  });

  var frame = document.createElement('iframe');
  frame.src = address.href;
  frame.title = settings.title;
  frame.loading = 'lazy';
  frame.className = 'odlocale-widget';
  Object.assign(frame.style, { display: 'block', width: '100%', height: '30rem', border: '0' });

  /* The frame says how high its page is; nobody else is listened to. */
  window.addEventListener('message', function (event) {
    if (event.source !== frame.contentWindow || event.origin !== address.origin) { return; }
    var height = event.data && Number(event.data.odlocaleHeight);
    if (height > 0 && height < 20000) { frame.style.height = Math.ceil(height) + 'px'; }
  });

  /* A site whose policy forbids the frame still gets a link. */
  document.addEventListener('securitypolicyviolation', function (event) {
    if (!frame.isConnected || event.blockedURI.indexOf(address.origin) !== 0) { return; }
    var link = document.createElement('a');
    link.href = settings.page;
    link.textContent = settings.title;
    frame.replaceWith(link);
  });

  script.after(frame);
}
