//! Laying one source over another, and saying which key of which source is wrong.

use super::{Config, ConfigError, DEFAULT};
use std::path::Path;
use toml::{Table, Value};

/// Start of the environment variables that are settings.
const PREFIX: &str = "THILUAT__";

/// The embedded default.
pub(super) fn defaults() -> Table {
    DEFAULT.parse().expect("the embedded default is valid TOML")
}

/// Lays a file over the settings.
pub(super) fn file(settings: &mut Table, path: &Path) -> Result<(), ConfigError> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|cause| ConfigError::Unreadable {
        path: name.clone(),
        cause,
    })?;
    let table: Table = text.parse().map_err(|cause| ConfigError::Syntax {
        path: name.clone(),
        cause: Box::new(cause),
    })?;
    overlay(settings, table, &name, "")
}

fn overlay(base: &mut Table, over: Table, origin: &str, prefix: &str) -> Result<(), ConfigError> {
    for (name, value) in over {
        let key = format!("{prefix}{name}");
        match (base.get_mut(&name), value) {
            (None, _) => return Err(unknown(base, origin, key, prefix)),
            (Some(Value::Table(inner)), Value::Table(value)) => {
                overlay(inner, value, origin, &format!("{key}."))?;
            }
            (Some(slot), value) => *slot = value,
        }
    }
    Ok(())
}

fn unknown(base: &Table, origin: &str, key: String, prefix: &str) -> ConfigError {
    let near: Vec<_> = base.keys().map(|name| format!("{prefix}{name}")).collect();
    ConfigError::Unknown {
        origin: origin.to_owned(),
        key,
        near: near.join("`, `"),
    }
}

/// Lays `THILUAT__SECTION__KEY` variables over the settings; the kind of the default decides how a
/// value is read.
pub(super) fn environment(
    settings: &mut Table,
    variables: impl IntoIterator<Item = (String, String)>,
) -> Result<(), ConfigError> {
    for (variable, text) in variables {
        let Some(path) = variable.strip_prefix(PREFIX) else {
            continue;
        };
        let key = path.to_lowercase().replace("__", ".");
        let (section, name) = key.split_once('.').unwrap_or((&key, ""));
        let Some(Value::Table(table)) = settings.get_mut(section) else {
            return Err(unknown(settings, &variable, key, ""));
        };
        let Some(slot) = table.get_mut(name) else {
            let prefix = format!("{section}.");
            return Err(unknown(table, &variable, key.clone(), &prefix));
        };
        *slot = read_as(slot, &text).map_err(|wanted| {
            ConfigError::invalid(&key, format!("{variable} must be {wanted}, not {text:?}"))
        })?;
    }
    Ok(())
}

fn read_as(like: &Value, text: &str) -> Result<Value, &'static str> {
    Ok(match like {
        Value::Integer(_) => Value::Integer(text.parse().map_err(|_| "a whole number")?),
        Value::Boolean(_) => Value::Boolean(text.parse().map_err(|_| "true or false")?),
        Value::Array(_) => {
            let items = text
                .split(',')
                .map(str::trim)
                .filter(|item| !item.is_empty());
            Value::Array(items.map(|item| Value::String(item.to_owned())).collect())
        }
        _ => Value::String(text.to_owned()),
    })
}

/// The typed form; a value of the wrong kind is named by its key.
pub(super) fn typed(settings: Table) -> Result<Config, ConfigError> {
    serde_path_to_error::deserialize(Value::Table(settings)).map_err(|error| {
        let key = error.path().to_string();
        ConfigError::invalid(&key, error.into_inner().message())
    })
}
