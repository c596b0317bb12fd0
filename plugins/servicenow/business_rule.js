// Outbound business rule for spochub: table incident, when after (or async, which
// does not know who changed which column), on insert, update and delete. Set the
// two system properties first: spochub.url (the address of the connection's hook)
// and spochub.secret (password2, the connection's webhook_secret). Polling works
// without it, only slower.
(function executeRule(current, previous) {
  var shown = ['sys_id', 'number', 'sys_mod_count', 'sys_created_on', 'sys_created_by', 'sys_updated_on', 'sys_updated_by',
    'short_description', 'description', 'state', 'impact', 'urgency', 'priority', 'assigned_to', 'assignment_group',
    'due_date', 'correlation_id', 'correlation_display', 'hold_reason', 'close_code', 'close_notes'];
  var record = {}, changed = [];
  for (var i = 0; i < shown.length; i++) {
    record[shown[i]] = { value: current.getValue(shown[i]) || '', display_value: current.getDisplayValue(shown[i]) || '' };
    if (previous && current.operation() === 'update' && previous.getValue(shown[i]) !== current.getValue(shown[i])) {
      changed.push(shown[i]);
    }
  }

  var journal = [];
  var entry = new GlideRecord('sys_journal_field');
  entry.addQuery('element_id', current.getUniqueValue());
  entry.addQuery('element', 'IN', 'comments,work_notes');
  entry.addQuery('sys_created_on', '>=', current.getValue('sys_updated_on'));
  entry.orderBy('sys_created_on');
  entry.query();
  while (entry.next()) {
    journal.push({
      sys_id: entry.getUniqueValue(), element_id: entry.getValue('element_id'), element: entry.getValue('element'),
      value: entry.getValue('value'), sys_created_on: entry.getValue('sys_created_on'), sys_created_by: entry.getValue('sys_created_by')
    });
  }

  var body = JSON.stringify({
    table: current.getTableName(), operation: current.operation(), sys_id: current.getUniqueValue(), number: current.getValue('number'),
    sys_mod_count: Number(current.getValue('sys_mod_count')), sys_updated_on: current.getValue('sys_updated_on'),
    sys_updated_by: current.getValue('sys_updated_by'), correlation_id: current.getValue('correlation_id') || '',
    changed_fields: changed, record: record, journal: journal
  });

  var key = GlideStringUtil.base64Encode(gs.getProperty('spochub.secret'));
  var mac = GlideStringUtil.base64DecodeAsBytes(new GlideCertificateEncryption().generateMac(key, 'HmacSHA256', body));
  var hex = '';
  for (var b = 0; b < mac.length; b++) {
    hex += ('0' + (mac[b] & 255).toString(16)).slice(-2);
  }

  var call = new sn_ws.RESTMessageV2();
  call.setEndpoint(gs.getProperty('spochub.url'));
  call.setHttpMethod('POST');
  call.setRequestHeader('Content-Type', 'application/json');
  call.setRequestHeader('X-Spochub-Delivery', gs.generateGUID());
  call.setRequestHeader('X-Spochub-Signature', 'sha256=' + hex);
  call.setRequestBody(body);
  call.executeAsync(); // nobody waits for the hub
})(current, previous);
