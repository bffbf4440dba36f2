//! A line to Redis that a test can cut.

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Lets connections through to a Redis until it is cut, and again after that.
pub struct Line {
    /// What to give out as the address of Redis.
    pub address: String,
    open: watch::Sender<bool>,
}

impl Line {
    /// To the Redis at `url`.
    pub async fn to(url: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (account, server) = url
            .strip_prefix("redis://")
            .unwrap()
            .split_once('@')
            .unwrap();
        let own = listener.local_addr().unwrap();
        let (open, state) = watch::channel(true);
        let server = server.trim_end_matches('/').to_owned();
        tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                let (mut state, server) = (state.clone(), server.clone());
                tokio::spawn(async move {
                    if !*state.borrow() {
                        return;
                    }
                    let mut far = TcpStream::connect(server).await.unwrap();
                    tokio::select! {
                        _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                        _ = state.wait_for(|open| !open) => {}
                    }
                });
            }
        });
        Self {
            address: format!("redis://{account}@{own}"),
            open,
        }
    }

    /// Breaks all connections, and lets no new one through.
    pub fn cut(&self) {
        self.open.send_replace(false);
    }

    /// Lets new connections through.
    pub fn mend(&self) {
        self.open.send_replace(true);
    }
}
