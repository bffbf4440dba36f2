/** What `GET /contests/{slug}/widget` says (src/app/sites/widget.rs). All texts are plain. */
export interface Widget {
  title: string;
  organiser: { name: string };
  state: 'open' | 'upcoming' | 'closed';
  countdown: { to: 'opens' | 'closes'; at: string; round: { title: string } } | null;
  link: string;
  top: { round: { title: string }; board: { late: boolean; entries: Entry[] } } | null;
  question: Question | null;
  server_time: string;
}

export interface Entry {
  place: number;
  name: string;
  unit: string | null;
  score: number;
  max_score: number;
}

export interface Question {
  day: string;
  text: string;
  several: boolean;
  options: { id: string; text: string }[];
  right: string[];
}
