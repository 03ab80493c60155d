/* Suggests territories while a person types in a field; what is kept is the identifier.

   data-module="odlocale-territory-picker" on a text field. Without JavaScript the field takes an
   identifier or an INSEE code as it is.
*/
ckan.module('odlocale-territory-picker', function ($) {
  'use strict';
  return {
    initialize: function () {
      var field = this.el[0];
      var list = document.createElement('datalist');
      list.id = field.id + '-territories';
      field.after(list);
      field.setAttribute('list', list.id);
      field.setAttribute('autocomplete', 'off');
      this.list = list;
      this.last = '';
      field.addEventListener('input', this.debounce(this.suggest.bind(this, field), 200));
    },

    debounce: function (run, wait) {
      var timer;
      return function () {
        clearTimeout(timer);
        timer = setTimeout(run, wait);
      };
    },

    suggest: function (field) {
      var text = field.value.trim();
      if (text.length < 2 || text === this.last) { return; }
      this.last = text;
      var address = this.sandbox.client.url('/api/3/action/odlocale_territory_autocomplete?limit=10&q=' + encodeURIComponent(text));
      fetch(address, { headers: { Accept: 'application/json' } })
        .then(function (answer) { return answer.json(); })
        .then(this.show.bind(this, text))
        .catch(function () { /* Suggestions are a help only: the field works without them. */ });
    },

    show: function (text, answer) {
      if (text !== this.last) { return; }
      this.list.replaceChildren.apply(this.list, answer.result.map(function (one) {
        var option = document.createElement('option');
        option.value = one.id;
        option.label = one.situation ? one.name + ', ' + one.situation : one.name;
        return option;
      }));
    }
  };
});
