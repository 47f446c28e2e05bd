//! The answers a chair asks first, each with links to its proof.

use jiff::civil::Date;

use crate::{
    domain::measure::Rule,
    view::{Briefing, BriefingProof, BriefingRequest, ProofPlace, SentenceKind},
    warehouse::query::{AgencyName, Warehouse},
    web::http::{error::WebError, page_context::PageContext, query::RequestQuery},
};

/// Holds the answers as a page shows them.
pub struct BriefingView {
    pub title: String,
    pub sentences: Vec<SentenceView>,
}

/// One answer.
pub struct SentenceView {
    pub id: &'static str,
    pub text: String,
    /// Whether it says that something is missed.
    pub is_missed: bool,
    /// What each is called, and its address.
    pub proofs: Vec<(String, String)>,
}

impl PageContext<'_> {
    /// Asks for the answers of the numbers shown, of an agency or of all in scope.
    pub fn briefing_request<'p>(
        &'p self,
        warehouse: &'p Warehouse,
        agency: Option<&'p AgencyName>,
    ) -> Result<BriefingRequest<'p>, WebError> {
        Ok(BriefingRequest {
            catalog: self.catalog,
            warehouse,
            ranking: self.ranking()?,
            period: self.view.period,
            basis: self.view.basis,
            rule: self.view.rule,
            agency,
            is_public: false,
            is_brief: false,
        })
    }
}

impl BriefingView {
    /// Shows a briefing with the addresses of its proofs.
    pub fn new(context: &PageContext, briefing: &Briefing) -> Self {
        let sentences = briefing.sentences.iter().map(|sentence| SentenceView {
            id: sentence.kind.id(),
            text: sentence.text.clone(),
            is_missed: sentence.kind == SentenceKind::Floor && briefing.tally.missed > 0,
            proofs: (sentence.proofs.iter())
                .map(|proof| (proof.label.clone(), proof_address(context, proof)))
                .collect(),
        });
        Self { title: briefing.title.clone(), sentences: sentences.collect() }
    }
}

/// Where exactly what a sentence says is listed.
fn proof_address(context: &PageContext, proof: &BriefingProof) -> String {
    let period = proof.period.to_string();
    let rule = (context.view.rule == Rule::Timestamp).then_some("timestamp");
    let published = context.view.basis.is_published().then_some("1");
    let mut asked = vec![
        ("period", Some(period.as_str())),
        ("published", published),
        ("rule", rule),
        ("agency", proof.agency.as_deref()),
    ];
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    match &proof.place {
        ProofPlace::Ranking { metric, subset } => {
            asked.push(("only", subset.id()));
            let path = RequestQuery::default().with_path(format!("/indicators/{metric}"));
            path.address_with(&asked) + "#bang"
        }
        ProofPlace::Changes => RequestQuery::default().with_path("/changes").address_with(&asked),
        ProofPlace::Dossiers { metric, failing, due } => {
            let (from, to) = due.map_or((None, None), |(from, to)| (day(Some(from)), day(to)));
            let is_it = |list: &&crate::catalog::page::DossierList| {
                let named = context.catalog.headline.under_rule(&list.metric, context.view.rule);
                named == metric && list.failing == *failing
            };
            match context.catalog.overview.lists.iter().find(is_it) {
                Some(list) => asked.push(("list", Some(&list.id))),
                None => asked.push(("metric", Some(metric))),
            }
            asked.push(("due_from", from.as_deref()));
            asked.push(("due_to", to.as_deref()));
            RequestQuery::default().with_path("/dossiers").address_with(&asked)
        }
    }
}
