/* A combobox with suggestions (WAI-ARIA 1.2, list autocomplete) for one territory or organization among very many.

   The form's own field stays and keeps the identifier that was chosen, or else what was typed, which the server
   understands too. The person sees a text field with the name, in its place. Without this file the form's own field
   is that text field. Every sentence comes from the page, in its language (see snippets/picker.html).
*/
ckan.module('odlocale-picker', function ($) {
  'use strict';

  var PAUSE = 150;

  function make(tag, attributes, parent) {
    var element = document.createElement(tag);
    Object.keys(attributes).forEach(function (name) {
      if (name === 'text') { element.textContent = attributes[name]; } else { element.setAttribute(name, attributes[name]); }
    });
    if (parent) { parent.append(element); }
    return element;
  }

  return {
    options: { source: '', least: 1, texts: {}, goes: '', submits: false },

    initialize: function () {
      this.field = this.el[0].querySelector('input');
      this.picked = document.getElementById(this.field.id + '-picked');
      this.found = [];
      this.active = -1;
      this.build();
      this.listen();
      this.show(this.field.dataset.name || this.field.value);
    },

    build: function () {
      var field = this.field;
      var box = field.parentNode;
      var label = this.el[0].querySelector('label');
      var own = field.id + '-text';
      this.text = make('input', {
        id: own, 'class': field.className + ' odlocale-picker-text', type: 'text', role: 'combobox', autocomplete: 'off',
        autocapitalize: 'off', spellcheck: 'false', placeholder: field.placeholder, 'aria-autocomplete': 'list',
        'aria-expanded': 'false', 'aria-controls': field.id + '-list', 'aria-describedby': field.id + '-picked'
      }, box);
      ['aria-invalid', 'aria-required'].forEach(function (name) {
        if (field.hasAttribute(name)) { this.text.setAttribute(name, field.getAttribute(name)); }
      }, this);
      field.type = 'hidden';
      label.htmlFor = own;
      label.id = label.id || own + '-label';
      this.clearing = make('button', { type: 'button', 'class': 'odlocale-picker-clear', text: '×' }, box);
      this.clearing.setAttribute('aria-label', this.options.texts.clear.replace('{name}', label.textContent.replace('*', '').trim()));
      this.popup = make('div', { 'class': 'odlocale-picker-popup', hidden: '' }, box);
      this.list = make('ul', {
        id: field.id + '-list', role: 'listbox', 'class': 'odlocale-picker-list', 'aria-labelledby': label.id
      }, this.popup);
      this.message = make('p', { 'class': 'odlocale-picker-message', hidden: '' }, this.popup);
      this.status = make('div', { role: 'status', 'class': 'odlocale-picker-status' }, box);
    },

    listen: function () {
      var self = this;
      this.text.addEventListener('input', function () { self.typed(); });
      this.text.addEventListener('keydown', function (event) { self.pressed(event); });
      this.text.addEventListener('click', function () { if (!self.text.value) { self.ask(); } });
      this.text.addEventListener('blur', function () { self.close(); });
      this.clearing.addEventListener('click', function () { self.clear(); });
      // The text field keeps the focus while a finger or the mouse is on a suggestion.
      this.popup.addEventListener('mousedown', function (event) { event.preventDefault(); });
      this.list.addEventListener('click', function (event) {
        var option = event.target.closest('[role=option]');
        if (option) { self.choose(Number(option.dataset.index)); }
      });
    },

    typed: function () {
      this.keep(this.text.value.trim());
      this.picked.replaceChildren();
      this.clearing.hidden = !this.text.value;
      this.cancel();
      if (this.text.value.trim().length < this.options.least) { this.close(); return; }
      this.timer = setTimeout(this.ask.bind(this), PAUSE);
    },

    cancel: function () {
      clearTimeout(this.timer);
      if (this.request) { this.request.abort(); }
      this.request = null;
    },

    ask: function () {
      var text = this.text.value.trim();
      if (text.length < this.options.least) { return; }
      this.cancel();
      var request = this.request = new AbortController();
      var address = this.options.source + '&q=' + encodeURIComponent(text);
      fetch(address, { headers: { Accept: 'application/json' }, signal: request.signal })
        .then(function (answer) {
          if (!answer.ok) { throw new Error(answer.status); }
          return answer.json();
        })
        .then(function (answer) { if (this.request === request) { this.offer(answer.result); } }.bind(this))
        .catch(function () { if (this.request === request) { this.say(this.options.texts.failed); } }.bind(this));
    },

    offer: function (found) {
      var texts = this.options.texts;
      this.found = found;
      if (!found.length) { this.say(texts.none); return; }
      this.list.replaceChildren.apply(this.list, found.map(this.option, this));
      this.message.hidden = true;
      this.open();
      this.tell((found.length === 1 ? texts.one : texts.many).replace('{number}', found.length));
    },

    option: function (one, index) {
      var option = make('li', {
        id: this.list.id + '-' + index, role: 'option', 'aria-selected': 'false', 'data-index': index
      });
      make('strong', { text: this.nameOf(one) }, option);
      if (one.note) { option.append(' '); make('span', { text: one.note }, option); }
      return option;
    },

    nameOf: function (one) { return one.title || one.name || one.code; },

    /* A sentence in place of suggestions. */
    say: function (sentence) {
      this.found = [];
      this.list.replaceChildren();
      this.message.textContent = sentence;
      this.message.hidden = false;
      this.open();
      this.tell(sentence);
    },

    tell: function (sentence) { this.status.textContent = sentence; },

    open: function () {
      // An answer that comes when the person has gone on is not shown.
      if (document.activeElement !== this.text) { return; }
      this.popup.hidden = false;
      this.list.hidden = !this.found.length;
      this.text.setAttribute('aria-expanded', String(this.found.length > 0));
      this.activate(-1);
    },

    close: function () {
      this.cancel();
      this.popup.hidden = true;
      this.text.setAttribute('aria-expanded', 'false');
      this.activate(-1);
    },

    activate: function (index) {
      var options = this.list.children;
      if (options[this.active]) { options[this.active].setAttribute('aria-selected', 'false'); }
      this.active = index;
      if (options[index]) {
        options[index].setAttribute('aria-selected', 'true');
        options[index].scrollIntoView({ block: 'nearest' });
        this.text.setAttribute('aria-activedescendant', options[index].id);
      } else {
        this.text.removeAttribute('aria-activedescendant');
      }
    },

    pressed: function (event) {
      var isOpen = !this.popup.hidden;
      var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.isComposing || event.altKey && !step) { return; }
      if (step && isOpen && this.found.length) {
        this.activate((this.active < 0 && step < 0 ? this.found.length - 1 : this.active + step + this.found.length) % this.found.length);
      } else if (step) {
        this.ask();
      } else if (event.key === 'Enter' && isOpen && this.active >= 0) {
        this.choose(this.active);
      } else if (event.key === 'Enter' && isOpen && this.found.length && !this.options.goes && !this.options.submits) {
        // In a long form, Enter after typing is meant for the suggestions, not for sending everything.
        this.activate(0);
      } else if (event.key === 'Escape' && isOpen) {
        this.close();
      } else {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    },

    choose: function (index) {
      var one = this.found[index];
      if (this.options.goes) { window.location = this.options.goes + encodeURIComponent(one.id); return; }
      this.close();
      this.keep(one.id);
      this.show(this.nameOf(one));
      this.picked.replaceChildren();
      make('strong', { text: this.nameOf(one) }, this.picked);
      if (one.note) { this.picked.append(' '); make('span', { text: one.note }, this.picked); }
      this.tell(this.options.texts.chosen.replace('{name}', this.nameOf(one)));
      if (this.options.submits) { this.field.form.requestSubmit(); }
    },

    clear: function () {
      this.close();
      this.keep('');
      this.show('');
      this.picked.replaceChildren();
      this.tell(this.options.texts.cleared);
      this.text.focus();
    },

    show: function (name) {
      this.text.value = name;
      this.clearing.hidden = !name;
    },

    /* jQuery's event: CKAN's own modules listen to the field with it. */
    keep: function (value) {
      if (this.field.value === value) { return; }
      this.field.value = value;
      $(this.field).trigger('change');
    }
  };
});
