/** The console in Vietnamese, section by section. */
import banks from './banks';
import bring from './bring';
import contests from './contests';
import list from './list';
import parts from './parts';
import people from './people';
import question from './question';
import laws from './laws';
import quality from './quality';
import review from './review';
import running from './running';
import sharing from './sharing';
import shell from './shell';
import wizard from './wizard';

export default {
  banks,
  bring,
  contests,
  list,
  parts,
  people,
  question,
  laws,
  quality,
  review,
  running,
  sharing,
  shell,
  wizard,
};
