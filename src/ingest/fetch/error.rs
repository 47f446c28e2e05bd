//! Why a portal's rows could not be had, where, and what to do.

use miette::Diagnostic;

/// Reports why rows of a portal could not be fetched.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum FetchError {
    #[error("không lấy được số liệu bằng `{connector}`: {problem}")]
    #[diagnostic(help("{hint}"))]
    Setup { connector: String, problem: String, hint: String },

    #[error("không gửi được yêu cầu ra ngoài: {problem}")]
    #[diagnostic(help(
        "nhờ người quản trị xem chứng thư gốc của máy đã cài chưa (gói ca-certificates)"
    ))]
    NoClient { problem: String },

    #[error("{place}: {problem}")]
    #[diagnostic(help("{hint}"))]
    NotAllowed { place: String, problem: String, hint: String },

    #[error("{place}: câu trả lời là một trang web (mã {status}), có lẽ của tường lửa trước cổng")]
    #[diagnostic(help(
        "mở cổng bằng trình duyệt, lưu câu trả lời rồi nạp tệp đã lưu: `motcua ingest TỆP`"
    ))]
    Firewall { place: String, status: u16 },

    #[error("{place}: cổng trả lời mã {status}")]
    #[diagnostic(help("{hint}"))]
    Status { place: String, status: u16, hint: String },

    #[error("{place}: đã thử {attempts} lần đều không được, lần cuối: {last}")]
    #[diagnostic(help(
        "chạy lại `motcua fetch` sau, phần đã xong không hỏi lại; hoặc tự lưu câu trả lời rồi nạp: `motcua ingest TỆP`"
    ))]
    GaveUp { place: String, attempts: u32, last: String },

    #[error("{place}: cổng yêu cầu {minutes} phút nữa mới hỏi lại")]
    #[diagnostic(help("đến lúc đó chạy lại `motcua fetch`; phần đã xong không hỏi lại"))]
    LeaveAlone { place: String, minutes: u64 },

    #[error("{place}: câu trả lời lớn hơn {limit_mb} MB")]
    #[diagnostic(help(
        "nhờ người quản trị giảm số dòng mỗi trang, hoặc tăng `largest_response_mb` của connector"
    ))]
    TooLarge { place: String, limit_mb: u32 },

    #[error("{place}: {problem}")]
    #[diagnostic(help(
        "cổng có thể đã đổi: tự lưu một câu trả lời và nhờ người quản trị đối chiếu với connector"
    ))]
    NoRows { place: String, problem: String },

    #[error("{place}: hệ thống nói có {total} dòng mà chỉ trả {held}")]
    #[diagnostic(help(
        "chạy lại `motcua fetch` để hỏi tiếp từ trang này; nếu vẫn thiếu thì hỏi từng kỳ ngắn hơn"
    ))]
    Short { place: String, total: u64, held: u64 },

    #[error("không ghi được `{path}`: {problem}")]
    #[diagnostic(help("tệp này chỉ ghi phần nào đã lấy: xóa tệp rồi chạy lại `motcua fetch`"))]
    Record { path: String, problem: String },
}

impl FetchError {
    /// Makes the error of a client that cannot be set up.
    pub fn from_setup(error: impl std::error::Error) -> Self {
        Self::NoClient { problem: root_cause(&error) }
    }
}

/// The innermost cause, in its own words. What stands around it would repeat the address with all its parameters.
pub fn root_cause(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}
