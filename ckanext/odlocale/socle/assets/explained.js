/* Below a list of choices, what the chosen one means. Without this file, what was chosen before is explained. */
ckan.module('odlocale-explained', function () {
  'use strict';

  return {
    options: { field: '', told: {} },

    initialize: function () {
      var place = this.el[0];
      var told = this.options.told;
      var field = document.getElementById(this.options.field);
      if (field) { field.addEventListener('change', function () { place.textContent = told[field.value] || ''; }); }
    }
  };
});
