//! nginx in front of nodes, as `docs/operating.md` has it: least connections, WebSocket, and who
//! the client is.

use super::daemon::{Daemon, Farewell, Recipe};
use super::folder::Folder;
use super::{Environment, Service, page, port};
use anyhow::Result;
use rustix::process::geteuid;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(30);

/// A running balancer.
#[derive(Debug)]
pub struct Nginx {
    // Ended before its folder is removed.
    daemon: Daemon,
    _folder: Folder,
    port: u16,
}

impl Nginx {
    /// Spreads over these nodes; answers itself at once, whether or not a node does.
    pub fn start(nodes: &[SocketAddr]) -> Result<Self> {
        let folder = Folder::new("nginx")?;
        let port = port::free()?;
        let config = folder.path().join("nginx.conf");
        std::fs::write(&config, configuration(folder.path(), port, nodes))?;
        let daemon = Daemon::spawn(Recipe {
            program: "/usr/sbin/nginx".into(),
            arguments: vec!["-c".into(), config.into_os_string()],
            environment: Environment::new(),
            account: None,
            folder: folder.path().to_owned(),
            log: folder.path().join("log"),
            farewell: Farewell::Terminate,
        })?;
        let mut server = Self {
            daemon,
            _folder: folder,
            port,
        };
        server.await_ready()?;
        Ok(server)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.port))
    }

    /// Process id of the master; its workers do the work.
    pub fn id(&self) -> Result<u32> {
        self.daemon.id()
    }
}

impl Service for Nginx {
    fn daemon(&mut self) -> &mut Daemon {
        &mut self.daemon
    }

    fn await_ready(&mut self) -> Result<()> {
        let address = self.address();
        self.daemon
            .wait_until(PATIENCE, || page::answers(address, "/nginx-answers"))
    }
}

fn configuration(folder: &Path, port: u16, nodes: &[SocketAddr]) -> String {
    let folder = folder.display();
    // Its workers take another account when it is root, which could not write into the folder.
    let user = if geteuid().is_root() {
        "user root;\n"
    } else {
        ""
    };
    let nodes: Vec<String> = nodes
        .iter()
        .map(|node| format!("    server {node} max_fails=1 fail_timeout=1s;"))
        .collect();
    let nodes = nodes.join("\n");
    format!(
        r#"{user}daemon off;
worker_processes 2;
worker_rlimit_nofile 20000;
pid {folder}/pid;
error_log stderr warn;
events {{ worker_connections 9500; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  map $http_upgrade $connection_upgrade {{ default upgrade; "" ""; }}
  upstream nodes {{
    least_conn;
{nodes}
    keepalive 256;
  }}
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    client_max_body_size 64m;
    keepalive_requests 1000000;
    location = /nginx-answers {{ return 200 "yes"; }}
    location / {{
      proxy_pass http://nodes;
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_connect_timeout 2s;
      proxy_read_timeout 90s;
    }}
  }}
}}
"#
    )
}
