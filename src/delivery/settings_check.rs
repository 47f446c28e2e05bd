//! What only the rooms that use it can tell of the settings: patterns, addresses.

use toml::Spanned;

use super::{CronSchedule, sending::channel::address};
use crate::catalog::{
    CatalogError, connector::http, content::text_template::TextTemplate, settings::ProgramSettings,
};

/// Checks the cron patterns, mail addresses and webhook addresses of the settings. Fails at the
/// first that cannot be so, with its place.
pub fn check(settings: &ProgramSettings) -> Result<(), CatalogError> {
    let refuse = |id: &'static str, text: &Spanned<String>, problem: &str| {
        let said = [("text", &**text.get_ref()), ("problem", problem)];
        settings.refuse(id, &said, Some(text.span()))
    };
    for schedule in &settings.schedules {
        let cron = schedule.cron.get_ref();
        CronSchedule::parse(cron)
            .map_err(|problem| refuse("settings.bad_cron", &schedule.cron, &problem))?;
    }
    let of_office = settings.mail.iter().flat_map(|mail| [Some(&mail.from), mail.owner.as_ref()]);
    let of_recipients = settings.all_recipients().map(|recipient| recipient.mail.as_ref());
    for mail in of_office.chain(of_recipients).flatten() {
        address(mail.get_ref())
            .map_err(|problem| refuse("settings.bad_address", mail, &problem))?;
    }
    for webhook in &settings.webhooks {
        let url = TextTemplate::parse(webhook.url.get_ref()).render_known(&[("token", "x")]);
        http::parse_url(&url)
            .map_err(|problem| refuse("settings.bad_url", &webhook.url, &problem))?;
    }
    Ok(())
}
