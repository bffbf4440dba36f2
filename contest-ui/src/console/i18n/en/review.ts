import type vi from '../vi/review';

const review: typeof vi = {
  title: 'Waiting for review',
  bank: 'Bank',
  allBanks: 'All banks',
  reasons: {
    alarm: 'Key may be wrong',
    law_ended: 'Law has ended',
    law_ends: 'Law will end',
    rejected: 'Sent back, to be rewritten',
    to_check: 'To be checked',
    to_approve: 'To be approved',
  },
  byReason: 'Why it waits',
  all: 'Everything',
  list: 'What is waiting',
  since: (when) => `since ${when}`,
  emptyTitle: 'Nothing is waiting',
  emptyText: 'New questions, questions to be approved, questions whose law ends and questions with a doubtful key appear here.',
  none: 'Nothing waits for this reason.',
  more: 'Show more',
  choose: 'Choose something from the list to look at and review.',
  back: 'Back to the list',
  open: 'Open to edit',
  keys: 'Keys while the focus is on this page:',
  keyNext: 'next',
  keyPrevious: 'previous',
  changes: (from, to) => `What changed from version ${from} to version ${to}`,
  firstVersion: 'This is the first version.',
  seen: 'What participants will see, with the key',
  said: { check: 'Noted: this question is checked.', approve: 'Noted: you approved this question.', reject: 'Sent back to the author.' },
  readOnly: 'Your account sees what is waiting but may not review.',
};

export default review;
