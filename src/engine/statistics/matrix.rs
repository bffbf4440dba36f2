//! A test as a whole and each of its items, from a matrix of marks (algorithms.md 6).
//!
//! Streaming sums ([`super::ItemSums`]) tell facility and discrimination of questions that are drawn by
//! chance; what needs every mark side by side (discriminative efficiency, weights, Cronbach's α) is
//! computed here. Everything is in marks unless a name says per cent; variances divide by S − 1.

use super::scale::count;

/// Marks of people (rows) in items (columns); none where an item was not on a person's paper.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MarkMatrix {
    greatest: Vec<f64>,
    rows: Vec<Vec<Option<f64>>>,
}

/// An item among the others.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemFigures {
    /// People whose paper held it.
    pub n: usize,
    /// The most it could bring.
    pub greatest: f64,
    /// Mean mark as a share of the greatest one. None without people, or if it could bring nothing.
    pub facility: Option<f64>,
    /// Standard deviation of the mark.
    pub deviation: Option<f64>,
    /// 100 · cov(x, R)/√(var x · var R), −100 to 100. None where either does not vary.
    pub discrimination_index: Option<f64>,
    /// 100 · `cov(x, R)/cov_max`, where `cov_max` pairs the sorted marks with the sorted rests. None
    /// where that is not above 0.
    pub discriminative_efficiency: Option<f64>,
    /// Share of the greatest total that it could bring, in per cent.
    pub intended_weight: Option<f64>,
    /// What it brings to the spread of totals.
    pub effective_weight: EffectiveWeight,
}

/// What an item brings to the spread of totals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum EffectiveWeight {
    /// √cov(x, T) as a share of those of all items, in per cent.
    PerCent(f64),
    /// Who does well on it does worse altogether: it takes from the spread instead.
    Negative,
    /// Papers differ, or nothing varies.
    Unknown,
}

/// A test as a whole, over totals.
#[derive(Debug, Clone, PartialEq)]
pub struct TestFigures {
    /// People.
    pub n: usize,
    /// The greatest total.
    pub greatest: f64,
    /// Mean total. None without people.
    pub mean: Option<f64>,
    /// Middle total; of an even number the mean of the two in the middle.
    pub median: Option<f64>,
    /// Standard deviation of the totals.
    pub deviation: Option<f64>,
    /// k₃/k₂^1.5; needs three people and totals that vary.
    pub skewness: Option<f64>,
    /// k₄/k₂²; needs four people and totals that vary.
    pub kurtosis: Option<f64>,
    /// Coefficient of internal consistency, Cronbach's α × 100; needs two items, the same for all.
    pub consistency: Option<f64>,
    /// 100 · √(1 − α): how much of the spread is chance, in per cent.
    pub error_ratio: Option<f64>,
    /// What chance does to one person's total, in marks.
    pub standard_error: Option<f64>,
}

/// Why something is no matrix of marks.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum BadMark {
    /// A greatest mark is not a number, or below 0.
    #[error("greatest mark of item {item} is no mark")]
    Greatest {
        /// Column, from 0.
        item: usize,
    },
    /// A row has another number of marks than there are items.
    #[error("row {row} has another number of marks")]
    Width {
        /// Row, from 0.
        row: usize,
    },
    /// A mark is not a number, below 0 or above the greatest one.
    #[error("mark of row {row}, item {item} is out of range")]
    Range {
        /// Row, from 0.
        row: usize,
        /// Column, from 0.
        item: usize,
    },
}

impl MarkMatrix {
    /// From the greatest mark of each item, and a row of marks for each person.
    ///
    /// # Errors
    /// The first place where something is no mark.
    pub fn new(greatest: Vec<f64>, rows: Vec<Vec<Option<f64>>>) -> Result<Self, BadMark> {
        if let Some(item) = greatest.iter().position(|m| !m.is_finite() || *m < 0.0) {
            return Err(BadMark::Greatest { item });
        }
        for (at, row) in rows.iter().enumerate() {
            if row.len() != greatest.len() {
                return Err(BadMark::Width { row: at });
            }
            let marks = row.iter().zip(&greatest);
            // A third of a mark is written with a few digits, and may so exceed it by a hair.
            let fits = |(mark, m): (&Option<f64>, &f64)| {
                mark.is_none_or(|x| (0.0..=m * (1.0 + 1e-6)).contains(&x))
            };
            if let Some(item) = marks.map(fits).position(|fits| !fits) {
                return Err(BadMark::Range { row: at, item });
            }
        }
        Ok(Self { greatest, rows })
    }

    /// Whether every paper held every item.
    fn is_whole(&self) -> bool {
        self.rows.iter().flatten().all(Option::is_some)
    }

    fn totals(&self) -> Vec<f64> {
        let total = |row: &Vec<Option<f64>>| row.iter().flatten().sum();
        self.rows.iter().map(total).collect()
    }

    /// Every item, by column.
    pub fn items(&self) -> Vec<ItemFigures> {
        let totals = self.totals();
        let all: f64 = self.greatest.iter().sum();
        let roots = self.roots(&totals);
        // Summed in the order of the columns, so that the same matrix gives the same figures.
        let spread: f64 = roots.iter().flatten().sum();
        let items = self.greatest.iter().enumerate();
        items
            .map(|(item, &greatest)| {
                let held = self.rows.iter().zip(&totals);
                let (x, r): (Vec<f64>, Vec<f64>) = held
                    .filter_map(|(row, total)| row[item].map(|x| (x, total - x)))
                    .unzip();
                ItemFigures {
                    n: x.len(),
                    greatest,
                    facility: mean(&x)
                        .filter(|_| greatest > 0.0)
                        .map(|mean| mean / greatest),
                    deviation: covariance(&x, &x).map(f64::sqrt),
                    discrimination_index: correlation(&x, &r).map(|r| 100.0 * r),
                    discriminative_efficiency: efficiency(&x, &r),
                    intended_weight: (all > 0.0).then(|| 100.0 * greatest / all),
                    effective_weight: match roots.get(item) {
                        Some(Some(root)) if spread > 0.0 => {
                            EffectiveWeight::PerCent(100.0 * root / spread)
                        }
                        Some(None) => EffectiveWeight::Negative,
                        _ => EffectiveWeight::Unknown,
                    },
                }
            })
            .collect()
    }

    /// √cov(x, T) of every item, none where the covariance is negative; empty where papers differ or
    /// fewer than two people sat.
    fn roots(&self, totals: &[f64]) -> Vec<Option<f64>> {
        if !self.is_whole() || totals.len() < 2 {
            return Vec::new();
        }
        let items = 0..self.greatest.len();
        let with_total = |item: usize| {
            let x: Vec<f64> = self.rows.iter().filter_map(|row| row[item]).collect();
            covariance(&x, totals).filter(|c| *c >= 0.0).map(f64::sqrt)
        };
        items.map(with_total).collect()
    }

    /// The test as a whole.
    pub fn test(&self) -> TestFigures {
        let totals = self.totals();
        let variance = covariance(&totals, &totals);
        let consistency = self.consistency(variance);
        let deviation = variance.map(f64::sqrt);
        let error_ratio = consistency.map(|cic| 100.0 * (1.0 - cic / 100.0).max(0.0).sqrt());
        let (skewness, kurtosis) = shape(&totals);
        TestFigures {
            n: totals.len(),
            greatest: self.greatest.iter().sum(),
            mean: mean(&totals),
            median: median(totals),
            deviation,
            skewness,
            kurtosis,
            consistency,
            error_ratio,
            standard_error: error_ratio
                .zip(deviation)
                .map(|(ratio, deviation)| ratio * deviation / 100.0),
        }
    }

    fn consistency(&self, variance: Option<f64>) -> Option<f64> {
        let variance = variance.filter(|v| *v > 0.0 && self.is_whole())?;
        // An item that can bring nothing measures nothing: a text between the questions.
        let measuring: Vec<usize> = (0..self.greatest.len())
            .filter(|item| self.greatest[*item] > 0.0)
            .collect();
        if measuring.len() < 2 {
            return None;
        }
        let own = |item: &usize| {
            let x: Vec<f64> = self.rows.iter().filter_map(|row| row[*item]).collect();
            covariance(&x, &x).unwrap_or(0.0)
        };
        let sum: f64 = measuring.iter().map(own).sum();
        let p = count(measuring.len());
        Some(100.0 * p / (p - 1.0) * (1.0 - sum / variance))
    }
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / count(values.len()))
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let n = values.len();
    let upper = values.get(n / 2)?;
    Some(if n.is_multiple_of(2) {
        f64::midpoint(values[n / 2 - 1], *upper)
    } else {
        *upper
    })
}

/// By S − 1; none for fewer than two pairs.
fn covariance(a: &[f64], b: &[f64]) -> Option<f64> {
    let (of_a, of_b) = (mean(a)?, mean(b)?);
    let products = a.iter().zip(b).map(|(a, b)| (a - of_a) * (b - of_b));
    (a.len() > 1).then(|| products.sum::<f64>() / (count(a.len()) - 1.0))
}

fn correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    let spread = covariance(a, a)? * covariance(b, b)?;
    // What is equal but for rounding does not vary.
    (spread > 1e-18).then_some(covariance(a, b)? / spread.sqrt())
}

fn efficiency(x: &[f64], r: &[f64]) -> Option<f64> {
    let sorted = |values: &[f64]| {
        let mut values = values.to_vec();
        values.sort_by(f64::total_cmp);
        values
    };
    let greatest = covariance(&sorted(x), &sorted(r))?;
    (greatest > 1e-9).then_some(100.0 * covariance(x, r)? / greatest)
}

/// Skewness and kurtosis from k-statistics.
fn shape(totals: &[f64]) -> (Option<f64>, Option<f64>) {
    let Some(mean) = mean(totals) else {
        return (None, None);
    };
    let n = count(totals.len());
    let moment = |power: i32| totals.iter().map(|t| (t - mean).powi(power)).sum::<f64>() / n;
    let (m2, m3, m4) = (moment(2), moment(3), moment(4));
    let k2 = n / (n - 1.0) * m2;
    if totals.len() < 3 || k2 < 1e-18 {
        return (None, None);
    }
    let k3 = n * n * m3 / ((n - 1.0) * (n - 2.0));
    let k4 =
        n * n * ((n + 1.0) * m4 - 3.0 * (n - 1.0) * m2 * m2) / ((n - 1.0) * (n - 2.0) * (n - 3.0));
    (
        Some(k3 / k2.powf(1.5)),
        (totals.len() > 3).then(|| k4 / (k2 * k2)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::path::Path;

    fn matrix(greatest: &[f64], rows: &[&[f64]]) -> MarkMatrix {
        let rows = rows
            .iter()
            .map(|row| row.iter().copied().map(Some).collect());
        MarkMatrix::new(greatest.to_vec(), rows.collect()).unwrap()
    }

    fn close(own: Option<f64>, told: f64) {
        let own = own.expect("a figure");
        assert!(
            (own - told).abs() <= 1e-9 * told.abs().max(1.0),
            "{own} and {told}"
        );
    }

    #[test]
    fn a_small_test_by_hand() {
        // Totals 3, 2, 1, 0 of three items: mean 1.5, variance 5/3.
        let all = matrix(
            &[1.0, 1.0, 1.0],
            &[
                &[1.0, 1.0, 1.0],
                &[1.0, 1.0, 0.0],
                &[1.0, 0.0, 0.0],
                &[0.0, 0.0, 0.0],
            ],
        );
        let test = all.test();
        close(test.mean, 1.5);
        close(test.median, 1.5);
        close(test.deviation, (5.0_f64 / 3.0).sqrt());
        close(test.skewness, 0.0);
        close(test.kurtosis, -1.2);
        // Item variances 1/4, 1/3, 1/4: α = 3/2 · (1 − (5/6)/(5/3)) = 3/4.
        close(test.consistency, 75.0);
        close(test.error_ratio, 50.0);
        close(test.standard_error, (5.0_f64 / 3.0).sqrt() / 2.0);
        let items = all.items();
        close(items[0].facility, 0.75);
        // Rests of the first item 2, 1, 0, 0: cov = 1/4, var x = 1/4, var R = 11/12; sorted it is the same.
        close(
            items[0].discrimination_index,
            100.0 * 0.25 / (0.25_f64 * 11.0 / 12.0).sqrt(),
        );
        close(items[0].discriminative_efficiency, 100.0);
        close(items[0].intended_weight, 100.0 / 3.0);
    }

    #[test]
    fn what_does_not_vary_has_no_figures_that_need_it() {
        let same = matrix(&[1.0, 1.0], &[&[1.0, 0.0], &[1.0, 0.0]]);
        let test = same.test();
        assert_eq!(
            (test.skewness, test.kurtosis, test.consistency),
            (None, None, None)
        );
        let item = &same.items()[0];
        assert_eq!(
            (item.discrimination_index, item.discriminative_efficiency),
            (None, None)
        );
        let empty = matrix(&[1.0], &[]);
        assert_eq!((empty.test().mean, empty.test().median), (None, None));
        assert_eq!((empty.items()[0].n, empty.items()[0].facility), (0, None));
    }

    #[test]
    fn an_item_against_the_rest_is_told() {
        let all = matrix(
            &[1.0, 1.0, 3.0],
            &[
                &[0.0, 1.0, 3.0],
                &[0.0, 1.0, 2.0],
                &[1.0, 0.0, 1.0],
                &[1.0, 0.0, 0.0],
            ],
        );
        let items = all.items();
        assert_eq!(items[0].effective_weight, EffectiveWeight::Negative);
        let EffectiveWeight::PerCent(rest) = items[1].effective_weight else {
            panic!("a weight");
        };
        let EffectiveWeight::PerCent(more) = items[2].effective_weight else {
            panic!("a weight");
        };
        assert!((rest + more - 100.0).abs() < 1e-9);
    }

    #[test]
    fn papers_that_differ_have_no_consistency_and_no_weights() {
        let rows = vec![
            vec![Some(1.0), None],
            vec![None, Some(1.0)],
            vec![Some(0.0), None],
        ];
        let drawn = MarkMatrix::new(vec![1.0, 1.0], rows).unwrap();
        assert_eq!(drawn.test().consistency, None);
        assert_eq!(drawn.items()[0].effective_weight, EffectiveWeight::Unknown);
        assert_eq!((drawn.items()[0].n, drawn.items()[1].n), (2, 1));
    }

    #[test]
    fn what_is_no_mark_is_told_by_its_place() {
        let bad = |greatest: &[f64], rows: &[&[f64]]| {
            let rows = rows
                .iter()
                .map(|row| row.iter().copied().map(Some).collect());
            MarkMatrix::new(greatest.to_vec(), rows.collect())
        };
        assert_eq!(bad(&[1.0, -1.0], &[]), Err(BadMark::Greatest { item: 1 }));
        assert_eq!(bad(&[1.0, 1.0], &[&[1.0]]), Err(BadMark::Width { row: 0 }));
        for wrong in [2.0, -0.5, f64::NAN, f64::INFINITY] {
            let told = bad(&[1.0, 1.0], &[&[1.0, 1.0], &[0.0, wrong]]);
            assert_eq!(told, Err(BadMark::Range { row: 1, item: 1 }), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn order_of_people_and_the_unit_of_marks_change_nothing(
            rows in prop::collection::vec(prop::collection::vec(0_u8..=4, 5), 4..40),
        ) {
            let of = |scale: f64, rows: &[Vec<u8>]| {
                let marks = |row: &Vec<u8>| row.iter().map(|x| Some(f64::from(*x) * scale)).collect();
                MarkMatrix::new(vec![4.0 * scale; 5], rows.iter().map(marks).collect()).unwrap()
            };
            let mut turned = rows.clone();
            turned.reverse();
            let near = |a: Option<f64>, b: Option<f64>| match (a, b) {
                (Some(a), Some(b)) => (a - b).abs() <= 1e-6 * a.abs().max(1.0),
                (None, None) => true,
                _ => false,
            };
            for other in [of(1.0, &turned), of(8.0, &rows)] {
                let (own, other) = (of(1.0, &rows), other);
                prop_assert!(near(own.test().consistency, other.test().consistency));
                prop_assert!(near(own.test().kurtosis, other.test().kurtosis));
                for (a, b) in own.items().iter().zip(other.items()) {
                    prop_assert!(near(a.facility, b.facility));
                    prop_assert!(near(a.discrimination_index, b.discrimination_index));
                    prop_assert!(near(a.discriminative_efficiency, b.discriminative_efficiency));
                    prop_assert!(a.discrimination_index.is_none_or(|d| d.abs() <= 100.0 + 1e-6));
                    prop_assert!(a.discriminative_efficiency.is_none_or(|d| d <= 100.0 + 1e-6));
                }
            }
        }
    }

    /// Moodle's report of 25 attempts at seven items, where the data is at hand.
    #[test]
    fn every_figure_of_an_item_agrees_with_moodle() {
        let folder =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/quiz-statistics/statistics");
        if !folder.exists() {
            println!("skipped: {} is not there", folder.display());
            return;
        }
        let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
        let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
        let results = read("results00.csv");
        let rows = results.lines().skip(1).map(|line| {
            let marks = cells(line);
            marks[1..8].iter().map(|mark| mark.parse().ok()).collect()
        });
        let all = MarkMatrix::new(vec![1.0; 7], rows.collect()).unwrap();
        let items = all.items();
        let expected = read("qstats00.csv");
        let whole = expected.lines().skip(1).map(cells);
        let whole = whole.filter(|row| row[1].is_empty() && row[2].is_empty());
        let mut compared = 0;
        for row in whole {
            let item = &items[row[0].parse::<usize>().unwrap() - 1];
            let EffectiveWeight::PerCent(weight) = item.effective_weight else {
                panic!("a weight of {}", row[0]);
            };
            let figures = [
                (item.facility, 4),
                (item.deviation, 5),
                (Some(weight), 6),
                (item.discrimination_index, 10),
                (item.discriminative_efficiency, 12),
            ];
            for (own, column) in figures {
                let (own, told): (f64, f64) = (own.unwrap(), row[column].parse().unwrap());
                // The report's own input has marks of seven digits.
                let near = (own - told).abs() <= 1e-6 * told.abs().max(1.0);
                assert!(near, "item {}, column {column}: {own} and {told}", row[0]);
            }
            compared += 1;
        }
        assert_eq!(compared, 7);
    }
}
