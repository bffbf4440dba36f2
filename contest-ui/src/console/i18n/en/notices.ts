import type vi from '../vi/notices';

const notices: typeof vi = {
  title: 'Notifications',
  unread: (n) => (n === 0 ? 'You have read everything.' : `${n} unread.`),
  readAll: 'Mark all as read',
  isNew: 'New',
  open: 'Open',
  list: 'Notifications',
  latest: 'Latest',
  seeAll: 'See all',
  emptyTitle: 'No notifications yet',
  emptyText: 'When a round opens or closes, a question waits for you, a unit registers or a file has been imported, you are told here.',
  settings: 'How to be told',
  settingsText: 'Choose what is told on these pages, and what is sent by e-mail too.',
  kind: 'What',
  inApp: 'On the page',
  mail: 'E-mail',
  mailOff: 'This server cannot send e-mail yet; whoever runs it turns that on in the settings file.',
  save: 'Save',
  saved: 'Saved.',
};

export default notices;
