//! F17: `thiluat backup` while people write; restored elsewhere, it has whatever was acknowledged
//! before it began, nothing that was never sent, and every receipt.

use super::PEOPLE;
use crate::client::{Client, path};
use crate::torture::crowd::Habits;
use crate::torture::hold::{self, Extent};
use crate::torture::node::Node;
use crate::torture::run::Run;
use crate::torture::truth::{Truth, plain};
use anyhow::{Context, Result};
use hyper::{Method, StatusCode};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

const LONGEST: Duration = Duration::from_secs(2);
const PATIENCE: Duration = Duration::from_secs(30);

pub fn run(run: &mut Run<'_>) -> Result<()> {
    let ground = Arc::clone(&run.ground);
    let site = run.site()?;
    let node = Node::start(site.recipe.clone())?;
    let habits = Habits {
        pause: Duration::from_millis(4),
        hand_ins: 30,
        ..Habits::usual(&ground.rounds.long)
    };
    let crowd = run.crowd(&ground, vec![node.door.clone()], habits, PEOPLE)?;
    let (mut rows, mut receipts) = (0, 0);
    for number in 1..=run.count {
        crowd.more_acks(200, PATIENCE)?;
        std::thread::sleep(run.some_time(Duration::ZERO, LONGEST));
        let owed = hold::owed(&run.book);
        let file = run.folder.join(format!("backup-{number}.zip"));
        let file = file.to_str().context("the folder's name is not UTF-8")?;
        site.recipe.run(&["backup", "--out", file])?;
        let restored = site
            .recipe
            .clone()
            .on(&run.folder.join(format!("restored-{number}")));
        restored.run(&["restore", file])?;
        let truth = Truth::Sqlite(restored.data.join("thiluat.db"));
        rows += run.block_on(hold::kept(&run.book, &owed, &truth))?;
        for damage in run.block_on(truth.damage())? {
            run.book
                .find(format!("wrong: the restored file is damaged: {damage}"));
        }
        receipts += receipts_there(run, &Node::start(restored)?, &truth)?;
        run.done(1);
        if run.has_enough() {
            break;
        }
    }
    let tally = crowd.end()?;
    run.hold(&site.truth, Extent::All)?;
    run.figure("rows looked for in backups", rows.to_string());
    run.figure(
        "receipts read from restored platforms",
        receipts.to_string(),
    );
    run.tell(&tally);
    drop(node);
    Ok(())
}

/// A platform over the restored data gives every receipt that its store names.
fn receipts_there(run: &Run<'_>, node: &Node, truth: &Truth) -> Result<usize> {
    run.block_on(async {
        let mut client = Client::new(node.door.address());
        let mut seen = 0;
        for (id, attempt) in truth.read(None).await? {
            let Some(code) = attempt.receipt else {
                continue;
            };
            let from = path(&format!("/api/v1/receipts/{code}"))?;
            let reply = client.send(Method::GET, &from, None, "").await?;
            let body: Value = reply.json().unwrap_or_default();
            let same = body
                .to_string()
                .to_lowercase()
                .contains(&code.to_lowercase());
            if reply.status != StatusCode::OK || !same {
                run.book.find(format!(
                    "lost: receipt {code} of attempt {} is not given by the restored platform: {}",
                    plain(&id),
                    reply.status
                ));
            }
            seen += 1;
        }
        anyhow::Ok(seen)
    })
}
