//! A package becomes banks of the actor's unit and a draft that draws from them.

use super::banks::{BankIn, BankPlace, Home, rename_banks};
use super::error::PackageError;
use super::files::{Content, Opened};
use super::rewrite::{head, set_head, without_past_dates};
use crate::app::banks::PlacedDraft;
use crate::app::contests::{
    Finding, Findings, Partial, check_file, file_document, free_address, unknown_units,
};
use crate::app::drafts::{NewDraft, title_of};
use crate::app::imports::FileToRead;
use crate::app::staff::allowed;
use crate::app::tenancy::reaches;
use crate::app::{App, FieldFault, Language};
use crate::auth::{Action, Actor};
use crate::domain::{DraftId, Medium, QuestionDraft, UnitId};
use crate::store::UnitOfWork;
use bytes::Bytes;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Most faults of questions that are told.
const TOLD: usize = 50;

/// A package that is to be taken in.
#[derive(Debug, Clone)]
pub struct PackageImport {
    /// The file.
    pub bytes: Bytes,
    /// What its banks were sealed by.
    pub passphrase: Option<String>,
    /// The address that its contest is to have; none: its own, or one like it that is free.
    pub slug: Option<String>,
    /// Code of the unit that is to run it; none: its own where the actor may, else the actor's unit.
    pub organiser: Option<String>,
    /// Only tell what would come in.
    pub dry_run: bool,
}

/// What came in, or would.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PackageImported {
    /// Title of its contest.
    pub title: String,
    /// The address that its contest gets.
    pub slug: String,
    /// Code of the unit that runs it; null: none is known yet.
    pub organiser: Option<String>,
    /// Its banks; of sealed ones that were not opened, what the package says in clear.
    pub banks: Vec<BankPlace>,
    /// Whether its questions come in as approved: those of a package that this platform made, and those
    /// that somebody brings who may approve questions himself.
    pub approved: bool,
    /// Whether its banks are still sealed: they can be looked at only with the passphrase.
    pub sealed: bool,
    /// The draft that it became; null: nothing was kept.
    #[schema(value_type = Option<String>)]
    pub draft: Option<DraftId>,
    /// What a person should know.
    pub warnings: Vec<PackageWarning>,
}

/// Something that a person should know of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PackageWarning {
    /// JSON pointer into its contest file; empty: about the package.
    pub pointer: String,
    /// Stable, dotted, English.
    pub code: &'static str,
    /// In the reader's language.
    pub detail: String,
}

/// A package with its banks read.
pub(super) struct Unpacked {
    /// Its contest file.
    pub source: String,
    /// Its banks; none: they are sealed and no passphrase was given.
    pub banks: Option<Vec<BankIn>>,
    /// What it says of them in clear.
    pub heads: Vec<BankPlace>,
    /// Whether this platform made it and nothing was changed since.
    pub is_ours: bool,
}

/// Warnings while they are gathered.
struct Warnings {
    list: Vec<PackageWarning>,
    language: Language,
}

impl Warnings {
    fn push(&mut self, pointer: &str, code: &'static str, vi: String, en: String) {
        self.list.push(PackageWarning {
            pointer: pointer.to_owned(),
            code,
            detail: match self.language {
                Language::Vietnamese => vi,
                Language::English => en,
            },
        });
    }

    fn found(&mut self, finding: &Finding) {
        let pointer = finding.pointer();
        let told = |language| finding.told(language);
        let (vi, en) = (told(Language::Vietnamese), told(Language::English));
        self.push(&pointer, finding.code, vi, en);
    }
}

impl App {
    /// Takes a package in: its banks become the unit's own, its contest a draft. Addresses and codes
    /// that are taken get others, windows that have passed are emptied, and all of it is told. With
    /// `dry_run` nothing is written, and sealed banks may stay sealed.
    pub async fn import_package(
        &self,
        actor: Actor,
        import: PackageImport,
        language: Language,
    ) -> Result<PackageImported, PackageError> {
        allowed(actor, Action::ApplyContests)?;
        allowed(actor, Action::ImportQuestions)?;
        let unpacked = self
            .unpack(import.bytes, import.passphrase.as_deref())
            .await?;
        let mut document = file_document(&unpacked.source)?;
        let mut warnings = Warnings {
            list: Vec::new(),
            language,
        };
        let approved = unpacked.is_ours || actor.may(Action::ApproveQuestions);
        let mut work = if import.dry_run {
            self.store.read().await?
        } else {
            self.store.begin().await?
        };
        let organiser = self
            .organiser(
                &mut *work,
                actor,
                import.organiser,
                &document,
                &mut warnings,
            )
            .await?;
        let home = Home {
            owner: organiser.as_ref().map_or(actor.unit(), |(id, _)| Some(*id)),
            unit: organiser.as_ref().map(|(_, code)| code.clone()),
            takes_nobodys: false,
        };
        let code = organiser.map(|(_, code)| code);
        set_head(
            &mut document,
            "organiser",
            code.as_deref().unwrap_or_default(),
        );
        let slug = free_slug(
            &mut *work,
            import.slug,
            &document,
            code.as_deref(),
            &mut warnings,
        );
        let slug = slug.await?;
        set_head(&mut document, "slug", &slug);
        for round in without_past_dates(&mut document, self.now()) {
            warnings.push(
                "/rounds",
                "package.window",
                format!("Vòng «{round}» có thời gian đã qua nên đã được để trống; hãy đặt lại."),
                format!("The window of round {round} has passed and was emptied; please set it."),
            );
        }
        let sealed = unpacked.banks.is_none();
        let banks = match unpacked.banks {
            None if import.dry_run => {
                warnings.push(
                    "",
                    "package.sealed",
                    "Câu hỏi và đáp án trong gói đang niêm phong; cần mật khẩu của gói để nhập.".to_owned(),
                    "The questions and keys of the package are sealed; its passphrase is needed to take them in.".to_owned(),
                );
                unpacked.heads
            }
            None => return Err(PackageError::PassphraseNeeded),
            Some(banks) if import.dry_run => self.place_banks(&mut *work, &home, &banks).await?,
            Some(banks) => {
                self.take_banks(&mut *work, actor, &home, banks, approved)
                    .await?
            }
        };
        rename_banks(&mut document, &banks);
        told(&banks, approved || sealed, &mut warnings);
        let findings = self.told_of(&mut *work, &document).await?;
        for finding in &findings {
            warnings.found(finding);
        }
        let title = title_of(&document).unwrap_or_else(|| slug.clone());
        let draft = if import.dry_run {
            None
        } else {
            let new = NewDraft {
                owner: home.owner,
                slug: None,
                title: title.clone(),
                document,
                source: None,
            };
            let draft = self.add_draft(&mut *work, actor, new).await?;
            let detail = json!({
                "banks": banks.iter().map(|bank| &bank.stored_as).collect::<Vec<_>>(),
                "questions": banks.iter().map(|bank| bank.added).sum::<usize>(),
                "approved": approved,
            });
            let subject = format!("draft:{}", draft.id);
            self.audit(
                &mut *work,
                &actor.to_string(),
                "package.imported",
                subject,
                &detail,
            )
            .await?;
            Some(draft.id)
        };
        work.commit().await?;
        Ok(PackageImported {
            title,
            slug,
            organiser: code,
            banks,
            approved,
            sealed,
            draft,
            warnings: warnings.list,
        })
    }

    /// Reads a package; every bank of it by a process of its own, as question files are.
    pub(super) async fn unpack(
        &self,
        bytes: Bytes,
        passphrase: Option<&str>,
    ) -> Result<Unpacked, PackageError> {
        let opened = self.packages.open(bytes).await?;
        let is_ours = opened
            .signed
            .as_ref()
            .is_some_and(|signed| self.keys.verify(&signed.message, &signed.signature));
        let Opened {
            source,
            heads,
            lock,
            content,
            ..
        } = opened;
        let heads = heads
            .into_iter()
            .map(|head| BankPlace {
                stored_as: head.code.clone(),
                code: head.code,
                questions: head.questions,
                added: head.questions,
            })
            .collect();
        let files = match content {
            Content::Banks(files) => Some(files),
            Content::Sealed(sealed) => match self.unseal(&lock, passphrase, &sealed).await? {
                Some(plain) => Some(self.packages.unbundle(plain).await?),
                None => None,
            },
        };
        let Some(files) = files else {
            return Ok(Unpacked {
                source,
                banks: None,
                heads,
                is_ours,
            });
        };
        let mut banks = Vec::with_capacity(files.len());
        let mut faults = Vec::new();
        for file in files {
            let read = self
                .files
                .read(FileToRead {
                    name: file.name.clone(),
                    bytes: file.bytes,
                    key: None,
                    format: Some("json".to_owned()),
                })
                .await?;
            let stem = file
                .name
                .trim_start_matches("banks/")
                .trim_end_matches(".json");
            let code = read.code.unwrap_or_else(|| stem.to_owned());
            let media: BTreeMap<&str, &Medium> = read
                .media
                .iter()
                .map(|medium| (medium.digest.as_str(), medium))
                .collect();
            let mut questions = Vec::with_capacity(read.items.len());
            for item in read.items {
                match (item.refusal, item.draft) {
                    // The same question twice is the same question.
                    (Some(refusal), _) if refusal.code == "import.duplicate" => {}
                    (Some(refusal), _) => faults.push(FieldFault {
                        pointer: format!("/{}/{}", file.name, item.at),
                        code: "package.question",
                        vietnamese: refusal.detail,
                        english: format!("The question can't be taken ({}).", refusal.code),
                    }),
                    (None, Some(draft)) => questions.push(PlacedDraft {
                        at: item.at,
                        draft: with_pictures(draft, &media),
                    }),
                    (None, None) => {}
                }
            }
            banks.push(BankIn {
                code,
                title: read.title,
                questions,
            });
        }
        if !faults.is_empty() {
            faults.truncate(TOLD);
            return Err(PackageError::Questions(faults));
        }
        Ok(Unpacked {
            source,
            banks: Some(banks),
            heads,
            is_ours,
        })
    }

    /// The unit that is to run the contest.
    async fn organiser(
        &self,
        work: &mut dyn UnitOfWork,
        actor: Actor,
        wanted: Option<String>,
        document: &Value,
        warnings: &mut Warnings,
    ) -> Result<Option<(UnitId, String)>, PackageError> {
        if let Some(code) = wanted {
            if let Some(unit) = work.unit_by_code(&code).await?
                && reaches(work, actor, Some(unit.id)).await?
            {
                return Ok(Some((unit.id, code)));
            }
            return Err(PackageError::field(
                "/organiser",
                "unit.unknown",
                format!("Không có đơn vị mã «{code}» trong phạm vi của bạn."),
                format!("There is no unit {code} within your reach."),
            ));
        }
        let named = head(document, "organiser");
        if let Some(unit) = work.unit_by_code(named).await?
            && reaches(work, actor, Some(unit.id)).await?
        {
            return Ok(Some((unit.id, named.to_owned())));
        }
        let own = match actor.unit() {
            Some(id) => work.unit(id).await?,
            None => None,
        };
        let (vi, en) = match &own {
            Some(unit) => (
                format!(
                    "Đơn vị tổ chức trong gói («{named}») được thay bằng {}.",
                    unit.draft.name
                ),
                format!(
                    "The organiser of the package ({named}) was replaced by {}.",
                    unit.draft.name
                ),
            ),
            None => (
                format!("Không có đơn vị tổ chức mã «{named}»; hãy chọn đơn vị."),
                format!("There is no organiser {named}; please choose a unit."),
            ),
        };
        warnings.push("/contest/organiser", "package.organiser", vi, en);
        Ok(own.map(|unit| (unit.id, unit.draft.code)))
    }

    /// What is to be said of its contest file whatever banks there are: its shape, units that are
    /// unknown here, groups that are not its own.
    async fn told_of(
        &self,
        work: &mut dyn UnitOfWork,
        document: &Value,
    ) -> Result<Vec<Finding>, PackageError> {
        let partial = Partial::read(document, self.now());
        let mut told: Vec<Finding> = partial
            .findings
            .iter()
            // What was emptied here was told already.
            .filter(|finding| finding.code != "contest.key")
            .cloned()
            .collect();
        if let Some([file, _]) = &partial.files {
            // Banks are not looked at: those that come with it are not committed yet.
            let mut findings = Findings::default();
            check_file(file, &mut findings);
            let found = findings.into_inner().into_iter();
            let units = unknown_units(work, file).await?;
            told.extend(found.chain(units).filter(|finding| {
                !partial.is_hollow(finding) && finding.key != "contest.organiser"
            }));
        }
        Ok(told)
    }
}

/// What became of banks.
fn told(banks: &[BankPlace], approved: bool, warnings: &mut Warnings) {
    for bank in banks.iter().filter(|bank| bank.stored_as != bank.code) {
        let (code, stored) = (&bank.code, &bank.stored_as);
        warnings.push(
            "",
            "package.bank_renamed",
            format!("Mã ngân hàng «{code}» đã có nơi khác dùng; ngân hàng trong gói được lưu là «{stored}»."),
            format!("The code {code} is taken; the bank of the package is kept as {stored}."),
        );
    }
    for bank in banks.iter().filter(|bank| bank.added < bank.questions) {
        let (held, stored) = (bank.questions - bank.added, &bank.stored_as);
        warnings.push(
            "",
            "package.questions_held",
            format!("{held} câu hỏi đã có sẵn trong ngân hàng «{stored}», không nhập lần nữa."),
            format!("{held} questions are in the bank {stored} already and are not taken again."),
        );
    }
    if !approved {
        warnings.push(
            "",
            "package.not_approved",
            "Gói không do hệ thống này xuất, nên câu hỏi được nhận làm bản nháp; cần người duyệt trước khi ra đề.".to_owned(),
            "This platform did not make the package, so its questions come in as drafts; somebody has to approve them before they are drawn.".to_owned(),
        );
    }
}

/// Puts the pictures back that a question shows.
fn with_pictures(mut draft: QuestionDraft, media: &BTreeMap<&str, &Medium>) -> QuestionDraft {
    let shown = draft.shown_media();
    let held = shown.iter().filter_map(|name| media.get(name.as_str()));
    draft.media = held.map(|medium| (*medium).clone()).collect();
    draft
}

/// An address that no contest has.
async fn free_slug(
    work: &mut dyn UnitOfWork,
    wanted: Option<String>,
    document: &Value,
    unit: Option<&str>,
    warnings: &mut Warnings,
) -> Result<String, PackageError> {
    if let Some(slug) = wanted {
        if work.contest_by_slug(&slug).await?.is_some() {
            return Err(PackageError::field(
                "/slug",
                "contest.slug_taken",
                "Tên trong địa chỉ này đã có cuộc thi khác dùng; hãy chọn tên khác.".to_owned(),
                "Another contest has this address; please choose another one.".to_owned(),
            ));
        }
        return Ok(slug);
    }
    let own = head(document, "slug");
    let slug = free_address(work, own, unit).await?;
    if slug != own {
        warnings.push(
            "/contest/slug",
            "package.slug",
            format!(
                "Địa chỉ «{own}» đã có cuộc thi khác dùng; cuộc thi trong gói được đặt là «{slug}»."
            ),
            format!("The address {own} is taken; the contest of the package gets {slug}."),
        );
    }
    Ok(slug)
}
