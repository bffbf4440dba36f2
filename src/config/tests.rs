use super::*;

fn load(file: &str, environment: &[(&str, &str)]) -> Result<Config, String> {
    let folder = std::env::temp_dir().join(format!(
        "thiluat-config-{}-{:?}",
        std::process::id(),
        std::thread::current().id()
    ));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("thiluat.toml");
    std::fs::write(&path, file).unwrap();
    let environment = environment
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let loaded = Config::from_sources(Some(&path), Path::new("data"), environment);
    std::fs::remove_dir_all(&folder).unwrap();
    loaded.map_err(|error| error.to_string())
}

#[test]
fn without_anything_a_unit_runs_on_sqlite_and_memory() {
    let config = Config::from_sources(None, Path::new("data"), []).unwrap();
    assert_eq!(config.http.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.database.url.expose(), "sqlite:data/thiluat.db");
    assert_eq!(config.database.kind(), DatabaseKind::Sqlite);
    assert_eq!(config.live.kind(), LiveKind::Memory);
    assert_eq!(config.keys.file, Path::new("data/keys.toml"));
    assert_eq!(config.metrics.address().unwrap(), None);
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_default() {
    let config = load(
        "[http]\nlisten = \"127.0.0.1:1\"\nproxy_hops = 2\n",
        &[
            ("THILUAT__HTTP__LISTEN", "127.0.0.1:2"),
            ("THILUAT__HTTP__HOSTS", "a.vn, b.vn"),
            ("THILUAT__LOG__REQUESTS", "true"),
            ("PATH", "ignored"),
        ],
    )
    .unwrap();
    assert_eq!(config.http.listen.port(), 2);
    assert_eq!(config.http.proxy_hops, 2);
    assert_eq!(config.http.hosts, ["a.vn", "b.vn"]);
    assert!(config.log.requests);
}

#[test]
fn every_bad_setting_is_named() {
    for (file, named) in [
        ("[http]\nlisen = \"x\"", "http.lisen"),
        ("[htp]\nlisten = \"x\"", "htp"),
        ("[http]\nlisten = \"here\"", "http.listen"),
        ("[http]\nproxy_hops = \"two\"", "http.proxy_hops"),
        ("[http]\npublic_url = \"thi.vn\"", "http.public_url"),
        (
            "[http]\npublic_url = \"https://thi.vn/a\"",
            "http.public_url",
        ),
        ("[http]\nhosts = [\"*.vn\"]", "http.hosts"),
        (
            "[http]\ntrusted_proxies = [\"ten\"]",
            "http.trusted_proxies",
        ),
        ("[http]\nbody_timeout_ms = 0", "http.body_timeout_ms"),
        ("[database]\nurl = \"mysql://x\"", "database.url"),
        ("[database]\nurl = \"sqlite::memory:\"", "database.url"),
        ("[live]\nurl = \"memcached:\"", "live.url"),
        ("[live]\nurl = \"redis://x\"", "live.url"),
        ("[live]\nnodes = 2", "live.nodes"),
        (
            "[database]\nurl = \"postgres://x/y\"\n[live]\nnodes = 2",
            "live.url",
        ),
        ("[log]\nformat = \"xml\"", "log.format"),
        ("[log]\nlevel = \"loud=very\"", "log.level"),
        ("[metrics]\nlisten = \"9100\"", "metrics.listen"),
        ("[staff]\nsecond_factor = \"never\"", "staff.second_factor"),
        ("[mail]\nurl = \"pop://x\"\nfrom = \"a@b\"", "mail.url"),
        ("[mail]\nurl = \"smtp://localhost\"", "mail.from"),
        (
            "[webhooks]\nallowed_hosts = [\"https://a.vn/x\"]",
            "webhooks.allowed_hosts",
        ),
        (
            "[limits]\nsign_ups_per_address_per_min = 5",
            "limits.sign_ups",
        ),
    ] {
        let error = load(file, &[]).expect_err(file);
        assert!(error.contains(named), "{file}: {error}");
    }
    let error = load("[http\n", &[]).unwrap_err();
    assert!(
        error.contains("thiluat.toml") && error.contains("line 1"),
        "{error}"
    );
    let error = load("", &[("THILUAT__HTTP__LISEN", "x")]).unwrap_err();
    assert!(
        error.contains("THILUAT__HTTP__LISEN") && error.contains("http.listen"),
        "{error}"
    );
    let error = load("", &[("THILUAT__HTTP__PROXY_HOPS", "two")]).unwrap_err();
    assert!(
        error.contains("http.proxy_hops") && error.contains("whole number"),
        "{error}"
    );
}

#[test]
fn a_password_does_not_show_in_the_printed_settings() {
    let config = load("[database]\nurl = \"postgres://an:s3cret@db/thi\"", &[]).unwrap();
    assert!(!format!("{config:?}").contains("s3cret"));
    let error = load("[database]\nurl = \"mysql://an:s3cret@db/thi\"", &[]).unwrap_err();
    assert!(!error.contains("s3cret"), "{error}");
}

#[test]
fn province_settings_pass() {
    let config = load(
        "[database]\nurl = \"postgres://x/y\"\n[live]\nurl = \"redis-cluster://x\"\nnodes = 3",
        &[],
    )
    .unwrap();
    assert_eq!(config.live.kind(), LiveKind::RedisCluster);
    assert_eq!(config.database.kind(), DatabaseKind::Postgres);
}
