//! What goes wrong between a question and its answer.

use std::net::IpAddr;

use crate::catalog::phrases::telling::worded_errors;

worded_errors! {
    /// Names where a request goes, without what is in its query.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum RequestPlace {
        "place.address" => Address { url: String },
        "place.page" => Page { url: String, number: u32 },
    }
}

worded_errors! {
    /// Says why a request is not sent, or not sent on.
    #[derive(Debug)]
    pub enum RefusedRequest {
        "host.certificate" => Certificate { cause: String },
        "host.unlisted" => Unlisted { host: String },
        "host.no_tls" => NoTls { host: String },
        "host.private" => Private { host: String, first: IpAddr },
        "host.redirects" => TooManyRedirects { most: usize },
        "host.redirect" => Redirect { problem: RedirectProblem },
    }
}

worded_errors! {
    /// Says why a redirect is not followed.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum RedirectProblem {
        "redirect.nowhere" => Nowhere,
        "redirect.login" => WithLogin,
        "redirect.post" => OfPost { host: String },
    }
}

worded_errors! {
    /// Says what may go better the next time.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum ExchangeFault {
        "fault.status" => Status { status: u16 },
        "fault.timeout" => TimedOut { seconds: u64 },
        "fault.not_connected" => NotConnected { cause: String },
        "fault.cut_off" => CutOff { cause: String },
        "fault.unresolved" => Unresolved { host: String, cause: String },
        "fault.no_address" => NoAddress { host: String },
        "fault.header_name" => HeaderName { name: String },
        "fault.header_value" => HeaderValue { name: String },
        "fault.receiver_status" => ReceiverStatus { status: u16 },
        "fault.receiver_answer" => ReceiverAnswer { key: String, value: String },
        "fault.receiver_no_answer" => ReceiverNoAnswer { key: String },
        "fault.receiver_timeout" => ReceiverTimedOut { seconds: u64 },
    }
}

worded_errors! {
    /// Says why an answer holds no rows to take.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum PageProblem {
        "answer.not_json" => NotJson,
        "answer.no_list" => NoList { places: String },
        "answer.repeated" => Repeated,
        "answer.endless" => Endless { pages: u32 },
    }
}

worded_errors! {
    /// Says what to do about the status of an answer.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum StatusHint {
        "status.token" => Token,
        "status.forbidden" => Forbidden,
        "status.moved" => Moved,
        "status.changed" => Changed,
    }
}
