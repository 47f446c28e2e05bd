//! Lets the binary find the prebuilt engine where it was linked from, without `LD_LIBRARY_PATH`.

fn main() {
    println!("cargo::rerun-if-env-changed=DUCKDB_LIB_DIR");
    if std::env::var_os("CARGO_FEATURE_BUNDLED").is_none()
        && let Some(directory) = std::env::var_os("DUCKDB_LIB_DIR")
    {
        println!("cargo::rustc-link-arg=-Wl,-rpath,{}", directory.display());
    }
}
