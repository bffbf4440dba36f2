export default {
  title: 'Ngân hàng câu hỏi',
  create: 'Tạo ngân hàng',
  import: 'Nhập từ tệp',
  counts: 'Số câu theo tình trạng',
  total: (n: string) => `${n} câu`,
  tasks: (n: number) => `${n} việc chờ`,
  noTasks: 'Không có việc chờ',
  updated: (when: string) => `Sửa lần cuối: ${when}`,
  quality: 'Chất lượng',
  supply: 'Nguồn câu',
  needs: (n: number): string => (n === 2 ? 'Cần hai người duyệt mỗi câu' : 'Cần một người duyệt mỗi câu'),
  settings: 'Thiết lập',
  settingsTitle: (name: string) => `Thiết lập “${name}”`,
  approvals: 'Mỗi câu cần mấy người duyệt?',
  one: 'Một người',
  two: 'Hai người khác nhau (nên chọn cho vòng có giải)',
  createTitle: 'Tạo ngân hàng câu hỏi',
  code: 'Mã',
  codeHint: 'Chữ không dấu, số, gạch nối; ví dụ atgt-2026. Mã không đổi được về sau.',
  name: 'Tên',
  nameHint: 'Ví dụ: Trật tự, an toàn giao thông đường bộ 2026',
  codeWrong: 'Mã chỉ gồm chữ không dấu, số và gạch nối, dài từ 2 đến 40 ký tự.',
  nameWrong: 'Bạn hãy nhập tên ngân hàng.',
  emptyTitle: 'Chưa có ngân hàng nào',
  teach: [
    'Bạn soạn câu hỏi trong Word như vẫn quen làm, mỗi câu kèm đáp án và căn cứ, rồi tải tệp lên.',
    'Phần mềm đọc tệp và cho xem trước từng câu bên cạnh đoạn gốc; chỗ nào chưa chắc thì hỏi bạn, không đoán.',
    'Người khác kiểm tra và duyệt; chỉ câu đã duyệt, luật còn hiệu lực mới được rút vào đề thi.',
  ],
  sample: 'Mẫu để chép vào Word',
  sampleText: `Phần I. Quy tắc giao thông

Câu 1: Người từ đủ bao nhiêu tuổi được điều khiển xe gắn máy?
A. Từ đủ 14 tuổi
B. Từ đủ 16 tuổi
C. Từ đủ 18 tuổi
Đáp án: B
Lời giải: Người từ đủ 16 tuổi được điều khiển xe gắn máy.
Căn cứ: Điều 59 Luật số 36/2024/QH15

Câu 2: Xe thô sơ là xe nào dưới đây?
A. Xe đạp    B. Xe mô tô    C. Ô tô
Đáp án: A`,
  copy: 'Sao chép mẫu',
  copied: 'Đã sao chép',
  copyFailed: 'Trình duyệt không cho sao chép; bạn hãy bôi đen rồi chép.',
  help: 'Cách soạn tệp để nhập',
  search: 'Tìm ngân hàng',
  none: (q: string) => `Không có ngân hàng nào khớp “${q}”.`,
};
