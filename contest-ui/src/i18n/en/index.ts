/** The complete English dictionary, one chunk that loads on demand. The types make a missing sentence an error. */
import board from './board';
import contest from './contest';
import help from './help';
import home from './home';
import notices from './notices';
import proof from './proof';
import register from './register';
import result from './result';
import room from './room';
import rules from './rules';
import shell from './shell';
import verify from './verify';
import waiting from './waiting';

const english = { board, contest, help, home, notices, proof, register, result, room, rules, shell, verify, waiting };

export type English = typeof english;
export default english;
