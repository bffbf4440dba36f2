/** Where a bundle differs, from the words that all verifiers share (docs/verify). */
function place(spot: string): string {
  const [what = '', a = '', b = '', c = '', d = ''] = spot.split(' ');
  switch (what) {
    case 'commitment':
      return 'cam kết không khớp với hạt giống và danh sách câu hỏi';
    case 'question':
      return `câu hỏi ${a} bị đổi nội dung hoặc đáp án`;
    case 'participant':
      return `người dự thi số ${a} không có bài nào`;
    case 'attempt':
      return `bài của người số ${a}, lượt ${b}: ${c === 'slot' ? `câu ${d}` : c === 'missing' ? 'bị bỏ' : c}`;
    case 'standing':
      return `bảng xếp hạng, dòng ${a} (người số ${b}): ${c}`;
    case 'actual_prediction':
      return 'đáp số của câu hỏi dự đoán';
    case 'lot':
      return 'phần bốc thăm';
    case 'receipt':
      return `biên nhận ${a}`;
    case 'receipts_root':
      return 'có bài khác với lúc cấp biên nhận';
    case 'digest':
      return 'mã băm của hồ sơ';
    case 'signature':
      return 'chữ ký của hệ thống';
    default:
      return 'tệp không phải hồ sơ kiểm chứng hợp lệ';
  }
}

export default {
  title: 'Kiểm chứng cả vòng thi',
  intro: 'Hồ sơ kiểm chứng cho phép máy của bạn tự tính lại mọi đề, mọi điểm và mọi hạng của một vòng đã đóng, không cần tin máy chủ.',
  commitment: 'Cam kết đã công bố (nếu có)',
  commitmentHint: 'Lấy từ bản in hoặc ảnh chụp trước giờ mở vòng, không lấy từ hồ sơ',
  file: 'Chọn hồ sơ kiểm chứng',
  working: (percent: number) => `Đang tính lại… ${percent}%`,
  good: (people: number, attempts: number, places: number) =>
    `Mọi thứ đều khớp: ${people} người, ${attempts} bài, ${places} hạng.`,
  compare: 'Hãy so mã cam kết dưới đây với bản đã công bố trước khi mở vòng:',
  compared: 'Đúng với cam kết bạn đưa:',
  actualTaken: 'Câu dự đoán hỏi về cả cuộc thi, nên đáp số lấy theo hồ sơ: một vòng không đủ để tính lại.',
  essaysTaken: 'Điểm bài tự luận do người chấm, nên lấy theo hồ sơ.',
  noSignature: 'Trình duyệt này không kiểm được chữ ký; mọi thứ khác đã được kiểm.',
  bad: (where: string) => `Có chỗ không khớp: ${where}.`,
  archive: 'Hồ sơ này lớn nên ở dạng ZIP; hãy kiểm bằng docs/verify/verify.py hoặc lệnh thiluat verify.',
  failed: 'Không tải được hồ sơ. Hãy thử lại.',
  place,
};
