import type vi from '../vi/home';

export default {
  title: 'Online contests on knowledge of the law',
  open: 'Open now',
  upcoming: 'Coming soon',
  closed: 'Finished',
  emptyTitle: 'No contest yet',
  empty: 'Here you take contests on the law, see your results and verify your own paper. Contests appear as soon as an organiser opens one.',
  by: (name: string) => `Organised by ${name}`,
  daysLeft: (days: number) => (days <= 1 ? 'Less than a day left' : `${days} days left`),
  until: (words: string) => `until ${words}`,
  opens: (words: string) => `Opens at ${words}`,
  ended: (words: string) => `Ended at ${words}`,
  people: (n: string) => `${n} people have taken part`,
  enter: 'Go to the contest',
  see: 'Read the rules',
  results: 'See the results',
} satisfies typeof vi;
