/* Makes the nested lists of territories a tree (ARIA's tree view pattern) that loads its branches when they are opened.

   data-module="odlocale-tree" around the outermost list. Without JavaScript the same lists are links that open the page
   at a place.
*/
ckan.module('odlocale-tree', function ($) {
  'use strict';

  var PATIENCE = 20000; // milliseconds after which a branch counts as not loaded
  var PAUSE = 600; // milliseconds after which typing starts another word

  function one(node, selector) { return node.querySelector(':scope > ' + selector); }
  function row(item) { return one(item, '.odlocale-row'); }
  function expander(item) { return row(item).querySelector('a.odlocale-expander'); }
  function link(item) { return row(item).querySelector('.odlocale-name a'); }
  function group(item) { return one(item, 'ul'); }
  function isOpen(item) { return item.getAttribute('aria-expanded') === 'true'; }
  function opens(item) { return item.hasAttribute('aria-expanded'); }
  function folded(text) { return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase(); }

  return {
    initialize: function () {
      var root = this.el[0];
      this.root = root;
      this.tree = one(root, 'ul');
      this.status = one(root, '[role=status]');
      this.typed = '';
      this.tree.setAttribute('role', 'tree');
      this.tree.setAttribute('aria-labelledby', root.dataset.labelled);
      this.grow(this.tree);
      var asked = this.tree.querySelector('.odlocale-asked');
      this.rove(asked ? asked.closest('li') : this.tree.querySelector('li'), false);
      this.tree.addEventListener('click', this.clicked.bind(this));
      this.tree.addEventListener('keydown', this.pressed.bind(this));
      this.tree.addEventListener('focusin', this.focused.bind(this));
    },

    /* Gives a list that the server wrote, and those in it, their roles. */
    grow: function (list) {
      list.querySelectorAll('ul').forEach(function (each) { each.setAttribute('role', 'group'); });
      list.querySelectorAll('li').forEach(function (item) {
        item.setAttribute('role', 'treeitem');
        item.setAttribute('aria-level', item.dataset.depth);
        item.setAttribute('aria-setsize', item.dataset.size);
        item.setAttribute('aria-posinset', item.dataset.position);
        item.setAttribute('aria-labelledby', 'n-' + item.id + ' c-' + item.id);
        if (item.dataset.open) { item.setAttribute('aria-expanded', item.dataset.open); }
        item.tabIndex = -1;
        link(item).tabIndex = -1;
        if (expander(item)) {
          // The item itself says whether it is open, so that its handle is for the mouse only.
          expander(item).tabIndex = -1;
          expander(item).setAttribute('aria-hidden', 'true');
        }
      });
    },

    rove: function (item, focus) {
      if (!item) { return; }
      if (this.current) { this.current.tabIndex = -1; }
      this.current = item;
      item.tabIndex = 0;
      if (focus !== false) { item.focus(); }
    },

    focused: function (event) {
      var item = event.target.closest('[role=treeitem]');
      if (item && item !== this.current) { this.rove(item, false); }
    },

    clicked: function (event) {
      var handle = event.target.closest('.odlocale-expander');
      if (!handle || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
      var item = handle.closest('li');
      if (!opens(item)) { return; }
      event.preventDefault();
      this.rove(item);
      this.toggle(item);
    },

    toggle: function (item) { return isOpen(item) ? this.close(item) : this.open(item); },

    close: function (item) {
      item.setAttribute('aria-expanded', 'false');
      if (group(item)) { group(item).hidden = true; }
      this.remember(item.parentElement.closest('li'));
    },

    open: function (item) {
      item.setAttribute('aria-expanded', 'true');
      this.remember(item);
      if (group(item)) {
        group(item).hidden = false;
      } else if (!item.hasAttribute('aria-busy')) {
        this.load(item);
      }
    },

    /* The address leads back here, also after Back or a reload. */
    remember: function (item) {
      var address = this.root.dataset.address + (item ? '?ouvert=' + item.dataset.place : '');
      window.history.replaceState(window.history.state, '', address);
    },

    load: function (item) {
      var stop = new AbortController();
      var timer = setTimeout(function () { stop.abort(); }, PATIENCE);
      var address = this.root.dataset.address + '/branche/' + item.dataset.place;
      var failure = one(item, '.odlocale-failure');
      if (failure) { failure.remove(); }
      item.setAttribute('aria-busy', 'true');
      this.say('loading', item);
      fetch(address, { signal: stop.signal, credentials: 'same-origin' })
        .then(function (answer) {
          if (!answer.ok) { throw new Error(answer.status); }
          return answer.text();
        })
        .then(this.insert.bind(this, item))
        .catch(this.fail.bind(this, item))
        .finally(function () { clearTimeout(timer); item.removeAttribute('aria-busy'); });
    },

    insert: function (item, html) {
      var list = new DOMParser().parseFromString(html, 'text/html').querySelector('ul');
      if (!list) { throw new Error('no branch'); }
      list = document.importNode(list, true);
      this.grow(list);
      list.setAttribute('role', 'group');
      list.hidden = !isOpen(item);
      item.appendChild(list);
      this.say('loaded', item, list.children.length);
    },

    fail: function (item) {
      item.setAttribute('aria-expanded', 'false');
      var failure = document.createElement('p');
      failure.className = 'odlocale-failure alert alert-warning';
      failure.textContent = this.words('failed', item) + ' ';
      var retry = document.createElement('button');
      retry.type = 'button';
      retry.className = 'btn btn-secondary btn-sm';
      retry.textContent = this.root.dataset.retry;
      retry.addEventListener('click', function () { this.rove(item); this.open(item); }.bind(this));
      failure.appendChild(retry);
      item.appendChild(failure);
      this.say('failed', item);
    },

    words: function (name, item, number) {
      return this.root.dataset[name].replace('{territory}', link(item).textContent.trim()).replace('{number}', number);
    },

    say: function (name, item, number) { this.status.textContent = this.words(name, item, number); },

    visible: function () {
      return Array.prototype.filter.call(this.tree.querySelectorAll('li'), function (item) {
        return item.offsetParent !== null;
      });
    },

    pressed: function (event) {
      var item = event.target;
      if (item.getAttribute('role') !== 'treeitem' || event.altKey || event.ctrlKey || event.metaKey) { return; }
      var act = this.keys[event.key];
      if (act) {
        act.call(this, item);
      } else if (event.key.length === 1 && /\S/.test(event.key)) {
        this.type(item, event.key);
      } else {
        return;
      }
      event.preventDefault();
    },

    keys: {
      ArrowDown: function (item) { this.step(item, 1); },
      ArrowUp: function (item) { this.step(item, -1); },
      ArrowRight: function (item) {
        if (!opens(item)) { return; }
        if (!isOpen(item)) {
          this.open(item);
        } else if (group(item)) {
          this.rove(one(group(item), 'li'));
        }
      },
      ArrowLeft: function (item) {
        if (isOpen(item)) {
          this.close(item);
        } else {
          this.rove(item.parentElement.closest('li'));
        }
      },
      Home: function () { this.rove(this.visible()[0]); },
      End: function () { this.rove(this.visible().pop()); },
      Enter: function (item) { link(item).click(); },
      ' ': function (item) { if (opens(item)) { this.toggle(item); } }
    },

    step: function (item, by) {
      var items = this.visible();
      this.rove(items[items.indexOf(item) + by]);
    },

    /* Goes to the next item whose name starts with what was typed. */
    type: function (item, key) {
      var items = this.visible();
      clearTimeout(this.pause);
      this.pause = setTimeout(function () { this.typed = ''; }.bind(this), PAUSE);
      this.typed += folded(key);
      var start = items.indexOf(item) + (this.typed.length === 1 ? 1 : 0);
      this.rove(items.slice(start).concat(items.slice(0, start)).find(function (each) {
        return folded(link(each).textContent.trim()).startsWith(this.typed);
      }, this));
    }
  };
});
