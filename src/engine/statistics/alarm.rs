//! The alarm over a key that looks wrong. It shows evidence; it never marks anything anew.

use super::ItemSums;
use super::sums::number;
use crate::domain::Key;

/// Fewest papers that tell something.
const ENOUGH: u64 = 50;
/// Level of significance, for all options of the question together.
const LEVEL: f64 = 0.05;

/// Why the key looks wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum Evidence {
    /// Who answers rightly does worse on the rest.
    KeyNegative {
        /// Correlation of the mark with the rest.
        correlation: f64,
    },
    /// Who chooses that option does better on the rest than who chooses the key, beyond chance.
    OptionBetter {
        /// The option.
        option: String,
        /// Its correlation with the rest.
        correlation: f64,
        /// That of the key.
        key: f64,
    },
    /// The top third chooses that option more often than the key.
    TopChoosesOther {
        /// The option.
        option: String,
        /// How many of the top third chose it.
        chose: u64,
        /// How many of them chose the key.
        chose_key: u64,
    },
}

/// What speaks against a key, the strongest kind first; nothing below fifty papers.
pub fn alarm(sums: &ItemSums, key: &Key) -> Vec<Evidence> {
    let mut evidence = Vec::new();
    if sums.n < ENOUGH {
        return evidence;
    }
    if let Some(correlation) = sums.discrimination().filter(|r| *r < 0.0) {
        evidence.push(Evidence::KeyNegative { correlation });
    }
    // Options stand against the key one by one, which makes sense where one option is right.
    let Key::Options(right) = key else {
        return evidence;
    };
    let [right] = right.as_slice() else {
        return evidence;
    };
    evidence.extend(better(sums, right));
    let chose_key = sums.options.get(right).map_or(0, |option| option.high);
    for (id, option) in sums.options.iter().filter(|(id, _)| *id != right) {
        if option.high > chose_key {
            evidence.push(Evidence::TopChoosesOther {
                option: id.clone(),
                chose: option.high,
                chose_key,
            });
        }
    }
    evidence
}

/// Options whose correlation exceeds that of the key with significance after Holm's correction.
fn better(sums: &ItemSums, right: &str) -> Vec<Evidence> {
    let Some(key) = sums.option_correlation(right) else {
        return Vec::new();
    };
    let mut tests: Vec<(f64, &String, f64)> = sums
        .options
        .keys()
        .filter(|id| *id != right)
        .filter_map(|id| {
            let other = sums.option_correlation(id)?;
            let between = exclusive(sums, right, id);
            Some((p_value(other, key, between, sums.count()), id, other))
        })
        .collect();
    tests.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(b.1)));
    let all = tests.len();
    let mut found = Vec::new();
    for (at, (p, id, other)) in tests.into_iter().enumerate() {
        // Holm: the smallest p against α/m, the next against α/(m − 1), until one does not hold.
        if p > LEVEL / super::scale::count(all - at) {
            break;
        }
        found.push(Evidence::OptionBetter {
            option: id.clone(),
            correlation: other,
            key,
        });
    }
    found
}

/// Correlation of having chosen one option and of having chosen another, of which nobody chooses both.
fn exclusive(sums: &ItemSums, one: &str, other: &str) -> f64 {
    let share = |id: &str| {
        let n = sums.options.get(id).map_or(0, |option| option.n);
        number(n) / sums.count()
    };
    let (p, q) = (share(one), share(other));
    -(p * q / ((1.0 - p) * (1.0 - q))).sqrt()
}

/// One-sided p of r(option, rest) > r(key, rest), two correlations that share the rest: Williams's t
/// (Steiger 1980), by the normal distribution, which from fifty papers on is near enough.
fn p_value(other: f64, key: f64, between: f64, n: f64) -> f64 {
    if other <= key {
        return 1.0;
    }
    let determinant =
        1.0 - other * other - key * key - between * between + 2.0 * other * key * between;
    let mean = f64::midpoint(other, key);
    let below =
        2.0 * determinant.max(0.0) * (n - 1.0) / (n - 3.0) + mean * mean * (1.0 - between).powi(3);
    if below <= 0.0 {
        return 0.0;
    }
    let t = (other - key) * ((n - 1.0) * (1.0 + between) / below).max(0.0).sqrt();
    upper_tail(t)
}

/// P(Z > z) of the standard normal distribution, z ≥ 0, to 1e-7 (Abramowitz & Stegun 26.2.17).
fn upper_tail(z: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * z);
    let powers = t
        * (0.319_381_53
            + t * (-0.356_563_782
                + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
    (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt() * powers
}
