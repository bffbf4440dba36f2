//! I: resident memory after start and one page.

use super::Stage;
use crate::client::path;
use crate::figure::Figure;
use crate::histogram::Percentiles;
use anyhow::Result;
use hyper::Method;

/// The figure `idle`; it has no rate.
pub fn run(stage: &Stage) -> Result<Figure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut client = stage.platform.client(0);
        client.send(Method::GET, &path("/")?, None, "").await
    })?;
    let mut figure = Figure::new("idle", stage.profile(), 0.0, Percentiles::default());
    figure.rss_mib = stage.platform.meter().resident_mib()?;
    figure.aside.goal = "≤ 60 MiB";
    figure.aside.others = "Moodle 110 MB, CTFd 407 MB";
    Ok(figure)
}
