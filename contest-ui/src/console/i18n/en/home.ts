import type vi from '../vi/home';

const home: typeof vi = {
  title: 'What waits for me',
  hello: (name) => `Hello ${name}`,
  running: 'Running now',
  runningNone: 'No round is open.',
  closes: (when) => `open until ${when}`,
  people: (people, attempts) => `${people} people, ${attempts} attempts`,
  follow: 'Follow',
  moreRunning: 'See all contests',
  soon: 'Opening soon',
  opens: (when) => `opens ${when}`,
  drafts: 'Being written',
  draft: (when, who) => `changed ${when}, ${who}`,
  draftReady: 'ready to be published',
  goOn: 'Go on',
  reviews: 'Questions that wait',
  reviewsIn: (bank, n) => `${bank}: ${n}`,
  reviewAll: 'Open the queue',
  registrations: 'Units that wait for approval',
  registration: (parent, when) => `wants to belong to ${parent}, sent ${when}`,
  seeRegistrations: 'See the registrations',
  calm: 'Nothing waits for you',
  calmText: 'Open rounds, questions to review, units that register and your drafts will show here.',
  firstTitle: 'Where to begin?',
  first: {
    contest: ['Create a contest', 'From a template; five steps, checked before you publish.'],
    bank: ['Bring questions in', 'From Word and Excel files as you write them anyway.'],
    people: ['Invite those you work with', 'Who writes questions and who approves them must be two people.'],
  },
};

export default home;
