//! Papers about what a page shows, to be had from there at once.

use crate::{
    report::ReportFormat,
    web::{
        auth::visitor::RoutePermission,
        http::{error::WebError, page_context::PageContext, query::RequestQuery},
    },
};

/// Names a paper and the address that makes it.
pub struct PaperLink {
    pub name: String,
    pub address: String,
}

impl PageContext<'_> {
    /// Offers these reports of the page's period, as texts to go on writing in, of an agency or of all; nothing to who may have no
    /// paper, nor beside what a portal published.
    pub fn paper_links(
        &self,
        reports: &[String],
        agency: Option<&str>,
    ) -> Result<Vec<PaperLink>, WebError> {
        let may_have = self.query.visitor.has_permission(RoutePermission::Rows);
        if !may_have || self.view.basis.is_published() {
            return Ok(Vec::new());
        }
        let period = self.view.period.to_string();
        let link = |id: &String| {
            let report = self.catalog.find_report(id)?;
            let path = RequestQuery::default().with_path(format!("/reports/{id}/file"));
            let format = ReportFormat::Docx.file_extension();
            let asked =
                [("period", Some(period.as_str())), ("agency", agency), ("format", Some(format))];
            Ok(PaperLink { name: report.name.clone(), address: path.address_with(&asked) })
        };
        reports.iter().map(link).collect()
    }
}
