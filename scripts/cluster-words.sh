# Sourced: what `make cluster` tells the person who tries it, Vietnamese first, then English.

# how_to_use SITE REDIS_URL PRIMARY NODE…: addresses and what to try; a node is `number address metrics pid`.
how_to_use() {
  local site=$1 redis=$2 database=$3 node number address metrics pid
  shift 3
  printf '\n── Thi Luật: hồ sơ cấp tỉnh trên một máy / the province profile on one machine ──\n\n'
  printf '  Trang dự thi / the site      %s/\n' "$site"
  for node in "$@"; do
    read -r number address metrics pid <<< "$node"
    printf '  Nút %s / node %s              %s/readyz   %s/metrics   pid %s\n' \
      "$number" "$number" "$address" "$metrics" "$pid"
  done
  printf '  PostgreSQL                   %s\n' "$database"
  printf '  Redis                        %s\n\n' "$redis"
  cat "$SIGN_IN" 2>/dev/null || printf '  %s\n  %s\n' \
    "Tài khoản mẫu chỉ được in một lần; chạy lại với ARGS=--fresh để có tài khoản mới." \
    "The demonstration sign-in was told once; run again with ARGS=--fresh for a new one."
  cat <<WORDS

Hãy thử (mở trang dự thi, bắt đầu làm bài, rồi ở cửa sổ dòng lệnh khác):
  1. Giết một nút:       kill -9 $pid
     Làm bài tiếp: câu trả lời vẫn báo «đã lưu», vì nginx chuyển sang nút kia. Nút bị giết sẽ được
     chạy lại sau 5 giây. Trang bảng xếp hạng tự nối lại sau vài giây.
  2. Xoá sạch Redis:     redis-cli -u $redis flushall
     Không mất gì: bảng xếp hạng được dựng lại từ PostgreSQL, làm bài không bị ảnh hưởng.
  3. Tắt hẳn Redis:      redis-cli -u $redis shutdown nosave
     Vẫn lưu, vẫn nộp bài được; /readyz của nút ghi "live": false, bảng có thể «chậm cập nhật».
     Redis được chạy lại sau 5 giây.
  4. Dừng một nút êm:    kill -TERM $pid
     Nút làm xong việc đang dở rồi mới dừng.
Dừng tất cả: Ctrl-C. Dữ liệu còn trong $DATA, lần sau dùng tiếp.

Things to try (open the site, begin an attempt, then in another terminal):
  1. Kill a node:        kill -9 $pid
     Go on answering: answers are still «saved», as nginx turns to the other node. The killed one is
     started again after 5 seconds. An open scoreboard reconnects by itself within seconds.
  2. Flush Redis:        redis-cli -u $redis flushall
     Nothing is lost: boards are rebuilt from PostgreSQL, sitting an exam is not affected.
  3. Stop Redis:         redis-cli -u $redis shutdown nosave
     Saving and handing in go on; /readyz of a node says "live": false, boards may be late.
     Redis is started again after 5 seconds.
  4. Stop a node softly: kill -TERM $pid
     It finishes what is under way before it ends.
Stop everything: Ctrl-C. The data stays in $DATA and is gone on with next time.

WORDS
}
