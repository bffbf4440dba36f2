import type { Publish, Round } from '../../api/types';

type Ranking = Record<string, string>;

const ranking: Ranking = {
  'correct desc': 'nhiều câu đúng hơn',
  'score desc': 'điểm cao hơn',
  'prediction_distance asc': 'dự đoán gần đúng hơn',
  'duration asc': 'làm bài nhanh hơn',
  'duration desc': 'làm bài lâu hơn',
  'submitted_at asc': 'nộp bài sớm hơn',
  'submitted_at desc': 'nộp bài muộn hơn',
  'essay desc': 'điểm bài viết cao hơn',
  'attempts_used asc': 'dùng ít lượt hơn',
  'lot asc': 'bốc thăm công khai',
};

const per: Record<Round['attempts']['per'], string> = { round: 'trong vòng này', day: 'mỗi ngày', contest: 'trong cả cuộc thi' };
const recognised = { best: 'lấy lượt tốt nhất', first: 'lấy lượt đầu tiên', last: 'lấy lượt cuối cùng' };
const score: Record<Publish['at_submit'], string> = {
  none: 'Điểm chưa hiện khi nộp bài; điểm được công bố sau khi vòng đóng.',
  score: 'Nộp bài xong, bạn thấy điểm của mình ngay.',
  score_and_key: 'Nộp bài xong, bạn thấy ngay điểm và đáp án.',
};
const key: Record<Publish['key'], string> = {
  never: 'Đáp án không được công bố.',
  round_close: 'Đáp án, giải thích và điều luật được công bố sau khi vòng đóng.',
  contest_close: 'Đáp án, giải thích và điều luật được công bố sau khi cả cuộc thi kết thúc.',
};
const board: Record<Publish['scoreboard'], string> = {
  off: 'Vòng này không có bảng xếp hạng công khai.',
  live: 'Bảng xếp hạng chạy trực tiếp trong khi thi; thứ hạng là tạm thời đến khi vòng đóng.',
  frozen: 'Bảng xếp hạng được giữ kín ở đoạn cuối và mở lại khi vòng đóng.',
  after_close: 'Bảng xếp hạng được công bố sau khi vòng đóng.',
};
const names: Record<Publish['names'], string> = {
  full: 'Bảng xếp hạng hiện họ tên người đã đồng ý công bố.',
  masked: 'Trên bảng xếp hạng, họ tên được che một phần.',
  alias: 'Bảng xếp hạng chỉ hiện bí danh.',
};

export default {
  interval: (from: string, to: string) => `Thi được từ ${from} đến ${to}.`,
  hardEnd: (words: string) => `Mọi bài thi kết thúc chậm nhất lúc ${words}.`,
  age: (least: number | null, most: number | null) => {
    const range = [least !== null && `từ đủ ${least} tuổi`, most !== null && `đến ${most} tuổi`].filter(Boolean).join(' ');
    return `Người ${range}${most === null ? ' trở lên' : ''} được dự thi${least !== null && least < 16 ? '; người dưới 16 tuổi cần người giám hộ đồng ý' : ''}.`;
  },
  groups: (titles: readonly string[]) => `Vòng này dành cho bảng: ${titles.join('; ')}.`,
  cooldown: (span: string) => `Giữa hai lượt thi cách nhau ít nhất ${span}.`,
  onlyPerfect: 'Chỉ xếp hạng người trả lời đúng tất cả các câu.',
  once: 'Mỗi người đăng ký một lần. Mã dự thi nhận sau khi đăng ký giúp bạn trở lại trên máy khác.',
  window: (from: string, to: string) => `Vòng mở từ ${from} đến ${to} (giờ Việt Nam).`,
  lastStart: (words: string) => `Bạn bắt đầu làm bài chậm nhất lúc ${words}.`,
  paper: (questions: number, minutes: string) => `Bài thi có ${questions} câu, làm trong ${minutes}.`,
  points: (n: number) => `Điểm cao nhất là ${n}.`,
  clock: 'Đồng hồ chạy ở máy chủ và không dừng khi mất mạng; hết giờ, bài tự nộp với những câu đã lưu.',
  attempts: (max: number, where: Round['attempts']['per'], which: keyof typeof recognised) =>
    max === 0
      ? `Mỗi người được thi không giới hạn số lượt; ${recognised[which]}.`
      : max === 1
        ? `Mỗi người được thi 1 lượt ${per[where]}.`
        : `Mỗi người được thi ${max} lượt ${per[where]}; ${recognised[which]}.`,
  requireAll: 'Phải trả lời hết các câu mới nộp được bài.',
  blanks: 'Được để trống câu; câu để trống không có điểm và không bị trừ điểm.',
  shuffled: 'Mỗi người nhận một đề bốc riêng, thứ tự câu và phương án khác nhau.',
  prediction: (prompt: string, required: boolean) =>
    `Có thêm một câu dự đoán${required ? ', bắt buộc trả lời' : ''}: “${prompt}” Câu này không tính điểm, chỉ dùng để phân thứ hạng.`,
  ranking: (keys: readonly string[]) => {
    const [first, ...rest] = keys.map((k) => ranking[k] ?? k);
    const then = rest.length > 0 ? `; bằng nhau thì lần lượt xét: ${rest.join(', ')}` : '';
    return `Xếp trên là người có ${first ?? ''}${then}. Bằng nhau tất cả thì cùng hạng.`;
  },
  score,
  key,
  board,
  names,
  minutes: (n: number) => `${n} phút`,
  seconds: (n: number) => `${n} giây`,
};
