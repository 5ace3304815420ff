//! The C ABI of the door, for WebAssembly: memory in, memory out, entropy by one import.
//!
//! A caller takes memory with `take`, writes a request into it, calls `answer`, reads the answer at
//! the address in the upper and of the length in the lower half of the result, and gives it back
//! with `give_back`. The request's memory belongs to `answer` from then on.
#![expect(
    unsafe_code,
    reason = "a C ABI passes addresses; nowhere else in the crate is unsafe code"
)]

use std::alloc::{Layout, alloc, dealloc};

use rand_core::{TryCryptoRng, TryRng, UnwrapErr};
use zeroize::Zeroize as _;

/// Largest request or answer in bytes: thirty thousand ballots of 20 options.
const MAX_LENGTH: usize = 1 << 29;

#[link(wasm_import_module = "env")]
unsafe extern "C" {
    /// Fills memory with random bytes from the host (`crypto.getRandomValues`); 0 means done.
    fn entropy(address: *mut u8, length: usize) -> u32;
}

/// The host has no randomness: nothing can be sealed.
#[derive(Debug)]
struct NoEntropy;

impl std::fmt::Display for NoEntropy {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("the host gives no random bytes")
    }
}

impl std::error::Error for NoEntropy {}

/// The host's randomness.
struct HostRng;

impl TryRng for HostRng {
    type Error = NoEntropy;

    fn try_next_u32(&mut self) -> Result<u32, NoEntropy> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, NoEntropy> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), NoEntropy> {
        // SAFETY: the address and length are those of a slice that we hold exclusively.
        match unsafe { entropy(bytes.as_mut_ptr(), bytes.len()) } {
            0 => Ok(()),
            _ => Err(NoEntropy),
        }
    }
}

impl TryCryptoRng for HostRng {}

/// The entropy hook of `getrandom`, which dependencies link but nothing here calls.
#[unsafe(no_mangle)]
unsafe extern "Rust" fn __getrandom_v03_custom(
    address: *mut u8,
    length: usize,
) -> Result<(), getrandom::Error> {
    // SAFETY: the caller promises memory of this length; the host fills it.
    match unsafe { entropy(address, length) } {
        0 => Ok(()),
        _ => Err(getrandom::Error::UNSUPPORTED),
    }
}

fn layout(length: usize) -> Option<Layout> {
    (1..=MAX_LENGTH).contains(&length).then(|| Layout::array::<u8>(length).ok()).flatten()
}

/// Takes memory for a request; the null address when the length is none or too large.
#[unsafe(no_mangle)]
extern "C" fn take(length: usize) -> *mut u8 {
    // SAFETY: the layout has a length of at least one byte.
    layout(length).map_or(std::ptr::null_mut(), |layout| unsafe { alloc(layout) })
}

/// Gives an answer's memory back, wiped.
///
/// # Safety
/// Address and length must be those of one answer, given back once.
#[unsafe(no_mangle)]
unsafe extern "C" fn give_back(address: *mut u8, length: usize) {
    let Some(layout) = layout(length) else { return };
    if address.is_null() {
        return;
    }
    // SAFETY: the caller gives back what `answer` gave, with its length.
    unsafe {
        std::slice::from_raw_parts_mut(address, length).zeroize();
        dealloc(address, layout);
    }
}

/// Answers the request in memory from [`take`]; address and length of the answer in one number.
///
/// # Safety
/// Address and length must be those of one call of [`take`], all of it written; the memory is
/// given up.
#[unsafe(no_mangle)]
unsafe extern "C" fn answer(address: *mut u8, length: usize) -> u64 {
    if address.is_null() || layout(length).is_none() {
        return 0;
    }
    // SAFETY: `take` allocated exactly this length with the layout of a byte vector.
    let request = unsafe { Vec::from_raw_parts(address, length, length) };
    let answer = crate::door::answer(request, &mut UnwrapErr(HostRng));
    let length = answer.len();
    let place = take(length);
    if place.is_null() {
        return 0;
    }
    // SAFETY: `place` was just allocated with this length and overlaps nothing.
    unsafe { std::ptr::copy_nonoverlapping(answer.as_ptr(), place, length) };
    let number = |value: usize| u64::try_from(value).unwrap_or(0);
    (number(place.addr()) << 32) | number(length)
}
