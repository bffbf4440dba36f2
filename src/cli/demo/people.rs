//! Simulated people: names, ages, units, and how well they know the law.

use crate::app::participants::{ConsentChoice, GuardianForm, Registering};
use crate::entropy::{self, Entropy};
use anyhow::Context as _;
use serde_json::json;

const NAMES: &str = include_str!("../../../demo/names.txt");
/// How many there are.
const CROWD: usize = 470;

/// A simulated person.
#[derive(Debug, Clone)]
pub(super) struct Simulated {
    name: String,
    birth_year: u16,
    /// As people write it at home.
    pub(super) phone: String,
    unit: String,
    group: &'static str,
    publishes_name: bool,
    /// Chance of a right answer, in percent.
    pub(super) skill: u8,
    /// Session token, once registered.
    pub(super) token: Option<String>,
}

impl Simulated {
    /// The person whose code is printed.
    pub(super) fn guest() -> Self {
        Self {
            name: "Trần Thị Thu Hà".to_owned(),
            birth_year: 1990,
            phone: "0912345678".to_owned(),
            unit: "18073".to_owned(),
            group: "nguoi-dan",
            publishes_name: true,
            skill: 80,
            token: None,
        }
    }

    /// The form as the person fills it in.
    pub(super) fn form(&self) -> Registering {
        let fields = [
            ("full_name", json!(self.name)),
            ("birth_date", json!(format!("{}-05-19", self.birth_year))),
            ("phone", json!(self.phone)),
            ("unit", json!(self.unit)),
        ];
        let mut consents = vec!["take_part"];
        if self.publishes_name {
            consents.push("publish_name");
        }
        let mut consents: Vec<ConsentChoice> = consents
            .into_iter()
            .map(|purpose| ConsentChoice::Purpose(purpose.to_owned()))
            .collect();
        // Whoever is near sixteen brings a guardian; it does no harm a year later.
        let guardian = (self.birth_year >= 2009).then(|| {
            consents.push(ConsentChoice::Purpose("guardian".to_owned()));
            GuardianForm {
                full_name: format!("Phụ huynh em {}", self.name),
                phone: "0987654321".to_owned(),
                relation: "Mẹ".to_owned(),
            }
        });
        Registering {
            fields: fields.map(|(key, value)| (key.to_owned(), value)).into(),
            group: Some(self.group.to_owned()),
            consents,
            guardian,
            referral: None,
        }
    }
}

/// A number below `limit`, from the simulation's own randomness.
pub(super) fn below(chance: &dyn Entropy, limit: u64) -> u64 {
    u64::from_be_bytes(entropy::bytes(chance)) % limit.max(1)
}

/// People of all groups and many units.
pub(super) fn crowd(chance: &dyn Entropy, units: &str) -> anyhow::Result<Vec<Simulated>> {
    let names: Vec<&str> = NAMES
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let of_type = |kinds: &[&str]| -> Vec<String> {
        units
            .lines()
            .skip(1)
            .filter(|line| kinds.iter().any(|kind| line.contains(&format!(",{kind},"))))
            .filter_map(|line| line.split(',').next().map(str::to_owned))
            .collect()
    };
    let communes = of_type(&["xa", "phuong"]);
    let schools = of_type(&["truong"]);
    let offices = of_type(&["so_nganh", "ubnd", "luc_luong", "doan_the"]);
    let pick = |from: &[String]| {
        let at = usize::try_from(below(chance, from.len() as u64)).unwrap_or(0);
        from.get(at)
            .cloned()
            .context("every kind of unit is among the demonstration units")
    };
    (0..CROWD)
        .map(|n| {
            // The units at the front take part most, so that the board of units has a shape.
            let (group, unit, born) = match n % 5 {
                0 | 1 => ("hoc-sinh", pick(&schools[..schools.len().min(9)])?, 2007),
                2 => ("can-bo", pick(&offices)?, 1972),
                _ => (
                    "nguoi-dan",
                    pick(&communes[..communes.len().min(24)])?,
                    1960,
                ),
            };
            let spread: u64 = if group == "hoc-sinh" { 5 } else { 32 };
            let years = u16::try_from(below(chance, spread)).unwrap_or(0);
            Ok(Simulated {
                name: names[n % names.len()].to_owned(),
                birth_year: born + years,
                phone: format!("09{:08}", 20_000_000 + n * 37),
                unit,
                group,
                publishes_name: below(chance, 3) > 0,
                skill: u8::try_from(45 + below(chance, 54)).unwrap_or(70),
                token: None,
            })
        })
        .collect()
}
