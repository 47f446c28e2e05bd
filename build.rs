//! Lets the binary find the prebuilt engine where it was linked from, without `LD_LIBRARY_PATH`; leaves the points at which tests let it
//! fail out of what offices are given.

fn main() {
    println!("cargo::rustc-check-cfg=cfg(fault_points)");
    // Cargo's own `release` is what offices are given; `quick`, which is tested, is optimised less.
    if std::env::var("OPT_LEVEL").is_ok_and(|level| level != "3") {
        println!("cargo::rustc-cfg=fault_points");
    }
    println!("cargo::rerun-if-env-changed=DUCKDB_LIB_DIR");
    if std::env::var_os("CARGO_FEATURE_BUNDLED").is_none()
        && let Some(directory) = std::env::var_os("DUCKDB_LIB_DIR")
    {
        println!("cargo::rustc-link-arg=-Wl,-rpath,{}", directory.display());
    }
}
