//! What the system says of a disk: of which kind it is, and how much is free.

use std::io;
use std::path::Path;

/// Bytes of a megabyte.
pub const MEGABYTE: u64 = 1024 * 1024;

/// A kind of file system that does not keep what a database needs: its locks, or what was written
/// when it says so.
///
/// # Errors
/// When the system does not say.
pub fn unfit(folder: &Path) -> io::Result<Option<&'static str>> {
    Ok(unfit_kind(magic(folder)?))
}

/// Bytes that are free for this program.
///
/// # Errors
/// When the system does not say.
#[cfg(unix)]
pub fn free_bytes(folder: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(folder)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Elsewhere nobody has asked yet; nothing is refused.
#[cfg(not(unix))]
pub fn free_bytes(_: &Path) -> io::Result<u64> {
    Ok(u64::MAX)
}

/// The number by which Linux names a kind of file system (`statfs(2)`).
#[cfg(target_os = "linux")]
fn magic(folder: &Path) -> io::Result<u32> {
    let disk = rustix::fs::statfs(folder)?;
    // The numbers have 32 bits; where the field is wider, its sign is spread over the rest.
    Ok(u32::try_from(i128::from(disk.f_type) & 0xffff_ffff).unwrap_or_default())
}

/// Elsewhere kinds have no numbers.
#[cfg(not(target_os = "linux"))]
fn magic(_: &Path) -> io::Result<u32> {
    Ok(0)
}

/// The name of a kind that is unfit. The numbers are those of `statfs(2)` and `linux/magic.h`.
const fn unfit_kind(magic: u32) -> Option<&'static str> {
    match magic {
        0x6969 => Some("NFS"),
        0x517b | 0xfe53_4d42 | 0xff53_4d42 => Some("SMB/CIFS"),
        0x4d44 => Some("FAT"),
        0x2011_bab0 => Some("exFAT"),
        0x0102_1997 => Some("9P"),
        0x00c3_6400 => Some("Ceph"),
        0x5346_414f => Some("AFS"),
        0x6573_5546 => Some("FUSE"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_that_lose_what_was_written_are_known() {
        for (magic, name) in [(0x6969, "NFS"), (0xff53_4d42, "SMB/CIFS"), (0x4d44, "FAT")] {
            assert_eq!(unfit_kind(magic), Some(name));
        }
        // ext4, XFS, Btrfs, the memory's, and what containers lay over them.
        for magic in [0xef53, 0x5846_5342, 0x9123_683e, 0x0102_1994, 0x794c_7630] {
            assert_eq!(unfit_kind(magic), None);
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_system_is_really_asked() {
        assert_eq!(magic(Path::new("/proc")).unwrap(), 0x9fa0, "the number of the process folder");
        assert_eq!(unfit(Path::new("/proc")).unwrap(), None);
        assert!(magic(Path::new("/no/such/folder")).is_err());
        assert_eq!(free_bytes(Path::new("/proc")).unwrap(), 0);
        assert!(free_bytes(&std::env::temp_dir()).unwrap() > 0);
    }
}
