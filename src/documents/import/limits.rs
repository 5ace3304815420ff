//! What the process that reads a file may take of the machine. It takes the limits upon itself
//! before it reads the first byte, and cannot raise them again.

use std::io;

/// Bytes of address space: the program itself with its fonts, and what a list needs.
#[cfg(unix)]
const ADDRESS_SPACE_BYTES: u64 = 512 * 1024 * 1024;
/// Seconds of work.
#[cfg(unix)]
const CPU_SECONDS: u64 = 5;

/// Limits memory and time, and takes away files, further processes and memory dumps.
///
/// # Errors
/// When the system does not allow to be limited; then nothing may be read.
#[cfg(unix)]
pub fn take_upon_oneself() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    for (resource, most) in [
        (Resource::As, ADDRESS_SPACE_BYTES),
        (Resource::Cpu, CPU_SECONDS),
        (Resource::Core, 0),
        (Resource::Fsize, 0),
        (Resource::Nofile, 0),
        (Resource::Nproc, 0),
    ] {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    Ok(())
}

/// Elsewhere nobody limits it yet, so nothing is read.
#[cfg(not(unix))]
pub fn take_upon_oneself() -> io::Result<()> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}
