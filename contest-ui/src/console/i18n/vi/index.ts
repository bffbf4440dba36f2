/** The console in Vietnamese, section by section. */
import banks from './banks';
import bring from './bring';
import list from './list';
import question from './question';
import laws from './laws';
import quality from './quality';
import review from './review';
import shell from './shell';

export default {
  banks,
  bring,
  list,
  question,
  laws,
  quality,
  review,
  shell,
};
