//! What an answer means, and whether asking again can help.

use std::time::Duration;

use jiff::{civil::DateTime, fmt::rfc2822::DateTimeParser, tz::Offset};

use super::{
    CacheValidators, FetchError, PageRequest,
    error::{ExchangeFault, StatusHint},
    exchange::{HttpReply, RequestFault},
};

/// A portal that wants a longer rest gets it from the next run.
const LONGEST_WAIT: Duration = Duration::from_mins(15);

/// Says whether an answer is taken or the request is sent again, after which wait and why.
#[derive(Debug)]
pub enum RetryStep {
    Take(HttpReply),
    Again { wait: Duration, why: ExchangeFault },
}

/// What to do after an attempt, the first of which is 1; `now` is local civil time.
pub fn next_step(
    request: &PageRequest,
    known: &CacheValidators,
    attempt: u32,
    tried: Result<HttpReply, RequestFault>,
    now: DateTime,
) -> Result<RetryStep, FetchError> {
    let place = request.shown_place();
    let (why, asked_wait) = match tried {
        Err(RequestFault::Final(error)) => return Err(error),
        Err(RequestFault::Passing(why)) => (why, None),
        Ok(reply) => {
            let status = reply.status;
            let is_success = request.success.contains(&status);
            match status {
                304 | 412 if *known != CacheValidators::default() => {
                    return Ok(RetryStep::Take(reply));
                }
                _ if is_success && !reply.is_page => return Ok(RetryStep::Take(reply)),
                408 | 429 | 500 | 502..=504 => {
                    let wait = (reply.retry_after.as_deref())
                        .and_then(|text| parse_retry_after(text, reply.date.as_deref(), now));
                    (ExchangeFault::Status { status }, wait)
                }
                _ if reply.is_page => return Err(FetchError::Firewall { place, status }),
                _ => return Err(status_error(place, status)),
            }
        }
    };
    if attempt >= request.attempts {
        return Err(FetchError::GaveUp { place, attempts: attempt, last: why });
    }
    let wait = asked_wait.unwrap_or_default().max(backoff_delay(attempt));
    if wait > LONGEST_WAIT {
        let minutes = wait.as_secs().div_ceil(60);
        return Err(FetchError::LeaveAlone { place, minutes });
    }
    Ok(RetryStep::Again { wait, why })
}

fn status_error(place: String, status: u16) -> FetchError {
    let hint = match status {
        401 | 407 => StatusHint::Token,
        403 => StatusHint::Forbidden,
        404 | 410 => StatusHint::Moved,
        _ => StatusHint::Changed,
    };
    FetchError::Status { place, status, hint }
}

/// 2, 4, 8 … seconds, at most a minute.
fn backoff_delay(attempt: u32) -> Duration {
    Duration::from_secs(2u64.saturating_pow(attempt).min(60))
}

/// How long the portal wants to be left alone: seconds, or until a moment by its own clock where it tells it.
fn parse_retry_after(text: &str, date: Option<&str>, now: DateTime) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let moment = |text: &str| DateTimeParser::new().parse_timestamp(text.trim()).ok();
    let now = date.and_then(moment).or_else(|| Offset::constant(7).to_timestamp(now).ok())?;
    let wait = moment(text)?.duration_since(now);
    Some(Duration::try_from(wait).unwrap_or_default())
}

#[cfg(test)]
mod tests;
