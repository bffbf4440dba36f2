//! A call to another system: to a host that the settings name, at an address that was looked at and is the
//! very one connected to, without following anybody elsewhere, within five seconds and 64 KiB.

use super::address::is_public;
use super::allowed::Allowed;
use crate::app::notifications::{HookCall, HookRefused, Undelivered};
use async_trait::async_trait;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::header::{CONTENT_TYPE, HOST, HeaderValue, USER_AGENT};
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// Everything has to be over after so long.
const PATIENCE: Duration = Duration::from_secs(5);
/// Most bytes of a reply; they are read to the end and forgotten.
const REPLY: usize = 64 << 10;
/// Addresses of a name that are tried.
const TRIED: usize = 4;

/// Looks names up.
#[async_trait]
pub trait Resolve: Send + Sync {
    /// The addresses of a name.
    async fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}

/// Names as the machine knows them.
pub struct SystemResolver;

#[async_trait]
impl Resolve for SystemResolver {
    async fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        let found = tokio::net::lookup_host((host, 0)).await?;
        Ok(found.map(|address| address.ip()).collect())
    }
}

/// Where a call goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    plain: bool,
    host: String,
    port: u16,
    /// Host and port as the other side reads them.
    authority: String,
    path: String,
}

/// Calls other systems.
pub(super) struct Caller {
    allowed: Allowed,
    resolver: Arc<dyn Resolve>,
    tls: TlsConnector,
}

impl Caller {
    pub(super) fn new(allowed: Allowed, resolver: Arc<dyn Resolve>) -> Self {
        let roots: rustls::RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("the provider speaks TLS 1.2 and 1.3")
            .with_root_certificates(roots)
            .with_no_client_auth();
        Self {
            allowed,
            resolver,
            tls: TlsConnector::from(Arc::new(tls)),
        }
    }

    /// The place that an address names, if it may be called.
    pub(super) fn target(&self, url: &str) -> Result<Target, HookRefused> {
        let is_text = url
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        if !is_text || url.contains('#') {
            return Err(HookRefused::NotAnAddress);
        }
        let uri: Uri = url.parse().map_err(|_| HookRefused::NotAnAddress)?;
        let plain = match uri.scheme_str() {
            Some("https") => false,
            Some("http") => true,
            _ => return Err(HookRefused::NotAnAddress),
        };
        let authority = uri.authority().ok_or(HookRefused::NotAnAddress)?;
        if authority.as_str().contains('@') || authority.host().is_empty() {
            return Err(HookRefused::NotAnAddress);
        }
        let host = authority.host().to_lowercase();
        let host = host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .to_owned();
        let port = authority.port_u16().unwrap_or(if plain { 80 } else { 443 });
        if !self.allowed.names(&host, port, plain) {
            return Err(if plain && self.allowed.knows(&host) {
                HookRefused::Plain
            } else {
                HookRefused::Host
            });
        }
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        Ok(Target {
            plain,
            host,
            port,
            authority: authority.as_str().to_owned(),
            path: path.to_owned(),
        })
    }

    pub(super) async fn call(&self, call: &HookCall) -> Result<u16, Undelivered> {
        match tokio::time::timeout(PATIENCE, self.called(call)).await {
            Ok(called) => called,
            Err(_) => Err(failed("no reply within 5 s")),
        }
    }

    async fn called(&self, call: &HookCall) -> Result<u16, Undelivered> {
        // Looked at anew at every call: settings may have changed since the hook was entered.
        let target = self.target(&call.url).map_err(|refused| Undelivered {
            is_final: true,
            status: None,
            detail: refused.to_string(),
        })?;
        let stream = self.connect(&target).await?;
        if target.plain {
            return exchange(stream, &target, call).await;
        }
        let name = ServerName::try_from(target.host.clone())
            .map_err(|_| failed("the host is no name of a certificate"))?;
        let stream = self.tls.connect(name, stream).await;
        exchange(stream.map_err(|_| failed("TLS failed"))?, &target, call).await
    }

    /// A connection to an address that was looked at: nothing looks the name up a second time.
    async fn connect(&self, target: &Target) -> Result<TcpStream, Undelivered> {
        let found = match target.host.parse::<IpAddr>() {
            Ok(address) => vec![address],
            Err(_) => self
                .resolver
                .addresses(&target.host)
                .await
                .map_err(|_| failed("the host has no address"))?,
        };
        let may_be_met =
            |address: &IpAddr| is_public(*address) || self.allowed.names_address(*address);
        // One private address among public ones is no accident.
        if found.is_empty() || !found.iter().all(may_be_met) {
            return Err(failed("the host has an address that is not public"));
        }
        for address in found.into_iter().take(TRIED) {
            let at = SocketAddr::new(address, target.port);
            if let Ok(stream) = TcpStream::connect(at).await {
                return Ok(stream);
            }
        }
        Err(failed("no connection"))
    }
}

async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    target: &Target,
    call: &HookCall,
) -> Result<u16, Undelivered> {
    let broken = |_| failed("the conversation broke off");
    let (mut sender, connection) = hyper::client::conn::http1::Builder::new()
        .max_buf_size(REPLY)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(broken)?;
    let mut request = Request::post(&target.path)
        .header(HOST, &target.authority)
        .header(USER_AGENT, "thiluat")
        .header(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    for (name, value) in &call.headers {
        request = request.header(*name, value);
    }
    let body = Full::new(Bytes::from(call.body.clone()));
    let request = request
        .body(body)
        .map_err(|_| failed("the call can't be written"))?;
    let talk = async {
        let reply = sender.send_request(request).await.map_err(broken)?;
        let status = reply.status();
        // Read to its end, so that the other side is not cut off, but no further than is decent.
        let body = Limited::new(reply.into_body(), REPLY).collect().await;
        match (status.as_u16(), body) {
            (number, Ok(_)) if status.is_success() => Ok(number),
            (number, Err(_)) => Err(Undelivered {
                is_final: false,
                status: Some(number),
                detail: "the reply broke off or is longer than 64 KiB".to_owned(),
            }),
            (number, Ok(_)) => Err(Undelivered {
                // Gone for good; everything else may mend.
                is_final: number == 410,
                status: Some(number),
                detail: if status.is_redirection() {
                    "it points elsewhere, which is not followed".to_owned()
                } else {
                    format!("it answered {number}")
                },
            }),
        }
    };
    tokio::pin!(talk);
    tokio::select! {
        done = &mut talk => done,
        // The other side may hang up as soon as it has said everything: what arrived is still read.
        _ = connection => talk.await,
    }
}

fn failed(detail: &str) -> Undelivered {
    Undelivered {
        is_final: false,
        status: None,
        detail: detail.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller(entries: &[&str]) -> Caller {
        let entries: Vec<String> = entries.iter().map(|entry| (*entry).to_owned()).collect();
        Caller::new(Allowed::of(&entries), Arc::new(SystemResolver))
    }

    #[test]
    fn only_named_hosts_may_be_called() {
        let caller = caller(&["hooks.vn", "http://10.0.0.5:9000", "127.0.0.1"]);
        let target = caller.target("https://Hooks.VN/a?b=c").unwrap();
        assert_eq!(
            (target.host.as_str(), target.port, target.path.as_str()),
            ("hooks.vn", 443, "/a?b=c")
        );
        assert!(caller.target("http://10.0.0.5:9000/x").is_ok());
        for (url, why) in [
            ("hooks.vn", HookRefused::NotAnAddress),
            ("ftp://hooks.vn/", HookRefused::NotAnAddress),
            ("file:///etc/passwd", HookRefused::NotAnAddress),
            ("https://an:b@hooks.vn/", HookRefused::NotAnAddress),
            ("https://hooks.vn/#x", HookRefused::NotAnAddress),
            ("https://hooks.vn\\@evil.vn/", HookRefused::NotAnAddress),
            ("https://hooks.vn /", HookRefused::NotAnAddress),
            ("http://hooks.vn/", HookRefused::Plain),
            ("https://hooks.vn:8443/", HookRefused::Host),
            ("https://hooks.vn.evil.vn/", HookRefused::Host),
            ("https://hooks.vn./", HookRefused::Host),
            // The same machine in other forms is another host.
            ("https://2130706433/", HookRefused::Host),
            ("https://0x7f.1/", HookRefused::Host),
            ("https://[::ffff:127.0.0.1]/", HookRefused::Host),
            ("https://localhost/", HookRefused::Host),
        ] {
            assert_eq!(caller.target(url), Err(why), "{url}");
        }
    }
}
