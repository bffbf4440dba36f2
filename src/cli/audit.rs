//! `thiluat audit …`: is the audit log whole, and a signed end of it to keep elsewhere.

use super::{Failure, files, output};
use crate::app::App;
use crate::store::AuditCheckpoint;
use clap::Subcommand;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub(super) enum AuditCommand {
    /// Đối chiếu toàn bộ nhật ký: nêu dòng đầu tiên bị sửa, bị xóa hoặc bị chèn / look whether the log is whole
    #[command(
        after_help = "Ví dụ / example:\n  thiluat audit check --checkpoint /mnt/usb/moc-nhat-ky.json"
    )]
    Check {
        /// Mốc nhật ký đã cất ở nơi khác; dùng được nhiều lần / a checkpoint kept elsewhere; may be repeated
        #[arg(long = "checkpoint", value_name = "FILE")]
        checkpoints: Vec<PathBuf>,
    },
    /// Ký vào điểm cuối của nhật ký và ghi ra tệp để cất ở nơi khác / sign the end of the log, to be kept elsewhere
    #[command(
        after_help = "Ví dụ / example:\n  thiluat audit checkpoint --out /mnt/usb/moc-nhat-ky.json"
    )]
    Checkpoint {
        /// Tệp sẽ ghi / file to write
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

pub(super) async fn run(app: &App, command: AuditCommand) -> Result<(), Failure> {
    match command {
        AuditCommand::Check { checkpoints } => {
            let outside = checkpoints
                .iter()
                .map(|file| read(file))
                .collect::<Result<Vec<_>, _>>()?;
            match app.look_at_audit(&outside).await? {
                Ok(whole) => output::print_line(&format!(
                    "ok\trows {}\tcheckpoints {}",
                    whole.rows,
                    whole.checkpoints + outside.len()
                )),
                Err(broken) => Err(Failure::coded(
                    "audit.broken",
                    format!("Nhật ký không còn nguyên vẹn / the audit log is not whole: {broken}."),
                )),
            }
        }
        AuditCommand::Checkpoint { out } => {
            let mut work = app.store.begin().await?;
            let signed = app.sign_audit(&mut *work).await?.ok_or_else(|| {
                Failure::coded(
                    "audit.empty",
                    "Nhật ký chưa có dòng nào / nothing was logged yet.",
                )
            })?;
            work.commit().await?;
            let file = json!({
                "key_id": signed.key_id,
                "payload": serde_json::from_str::<Value>(&signed.payload).unwrap_or_default(),
                "signature": signed.signature,
            });
            files::write(&out, format!("{file:#}\n").as_bytes())?;
            output::print_line(&out.display().to_string())
        }
    }
}

fn read(file: &Path) -> Result<AuditCheckpoint, Failure> {
    let bytes = files::read(file)?;
    let wrong = || {
        Failure::coded(
            "audit.checkpoint",
            format!(
                "{} không phải là mốc nhật ký / is no checkpoint of an audit log.",
                file.display()
            ),
        )
    };
    let value: Value = serde_json::from_slice(&bytes).map_err(|_| wrong())?;
    let text = |key: &str| value[key].as_str().map(str::to_owned).ok_or_else(wrong);
    let number = value["payload"]["link"].as_i64().ok_or_else(wrong)?;
    Ok(AuditCheckpoint {
        number,
        payload: crate::engine::jcs::canonical(&value["payload"]).map_err(|_| wrong())?,
        signature: text("signature")?,
        key_id: text("key_id")?,
    })
}
