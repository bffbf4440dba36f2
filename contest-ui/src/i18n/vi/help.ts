export default {
  title: 'Trợ giúp',
  items: [
    ['Mất mạng khi đang thi thì sao?', 'Bạn cứ làm tiếp. Câu trả lời được giữ trên máy và tự gửi khi có mạng. Nếu lỡ tắt trang, bạn mở lại trang cuộc thi và bấm Thi tiếp.'],
    ['Điện thoại hết pin hoặc hỏng?', 'Bạn lấy máy khác, mở trang cuộc thi, chọn “Tôi đã đăng ký”, nhập mã dự thi và thông tin đã đăng ký. Bài tiếp tục từ những câu đã lưu; đồng hồ vẫn chạy.'],
    ['Quên mã dự thi?', 'Bạn báo đơn vị tổ chức. Đơn vị kiểm tra đúng người rồi cấp mã mới; mã cũ không dùng được nữa.'],
    ['“Đã lưu” nghĩa là gì?', 'Máy chủ đã ghi câu trả lời đó vào nơi lưu bền vững. Chỉ khi đó trang mới ghi “đã lưu”.'],
    ['Làm sao tin đề không bị sửa?', 'Trước khi vòng mở, hệ thống công bố mã cam kết khóa đề. Sau khi nộp, bạn có biên nhận. Ai cũng đối chiếu được ở trang Kiểm chứng.'],
    ['Hết giờ mà chưa bấm nộp?', 'Bài tự nộp với những câu đã lưu, giờ nộp là đúng lúc hết giờ.'],
  ] as [string, string][],
  theme: 'Màu nền và ngôn ngữ đổi được ở cuối mỗi trang.',
};
