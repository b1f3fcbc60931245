//! One archive of several small files, stored without compression (APPNOTE.TXT of PKWARE, version 6.3.10, section 4.3),
//! and the reading of such an archive.
//!
//! There is no Zip64, no encryption and no data descriptor: the archives hold a few key files of some kilobytes. The
//! private keys in them are encrypted, each file by itself.

use base::Secret;
use base::Timestamp;
use der::DateTime;
use std::time::Duration;

use crate::KeyError;

/// Begin of a local file header, of a central directory header, and of the end of the central directory.
const LOCAL: [u8; 4] = *b"PK\x03\x04";
const CENTRAL: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";

/// Bytes of these records without their names.
const LOCAL_LENGTH: usize = 30;
const CENTRAL_LENGTH: usize = 46;
const END_LENGTH: usize = 22;

/// Version 1.0, which is all that stored files need (section 4.4.3.2).
const VERSION: u16 = 10;

/// A file in an archive.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Entry<'bytes> {
    /// Its name, ASCII without folders.
    pub(crate) name: &'bytes str,
    /// What is in it.
    pub(crate) content: &'bytes [u8],
}

/// Writes an archive. Every file bears the moment `now`, which is told in UTC: the format has no time zone.
pub(crate) fn write(entries: &[Entry<'_>], now: Timestamp) -> Result<Secret<Vec<u8>>, KeyError> {
    let length = entries.iter().fold(END_LENGTH, |length, entry| {
        length + LOCAL_LENGTH + CENTRAL_LENGTH + 2 * entry.name.len() + entry.content.len()
    });
    // With this room nothing is moved while it grows, and no copy stays behind.
    let mut bytes = Vec::with_capacity(length);
    let modified = dos_time(now);
    let mut offsets = Vec::with_capacity(entries.len());
    for entry in entries {
        offsets.push(narrow(bytes.len())?);
        bytes.extend(LOCAL);
        bytes.extend(common(entry, modified)?);
        bytes.extend(entry.name.as_bytes());
        bytes.extend(entry.content);
    }
    let directory = bytes.len();
    for (entry, offset) in entries.iter().zip(offsets) {
        bytes.extend(CENTRAL);
        // Made by the same version.
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(common(entry, modified)?);
        // No comment, first disk, no attributes.
        bytes.extend([0; 10]);
        bytes.extend(u32::to_le_bytes(offset));
        bytes.extend(entry.name.as_bytes());
    }
    let count = u16::try_from(entries.len()).map_err(|_| KeyError::EncodingFailed)?;
    let directory_length = bytes.len() - directory;
    bytes.extend(END);
    // This is the only disk.
    bytes.extend([0; 4]);
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(narrow(directory_length)?.to_le_bytes());
    bytes.extend(narrow(directory)?.to_le_bytes());
    // No comment.
    bytes.extend([0; 2]);
    Ok(Secret::new(bytes))
}

/// The fields that both headers of a file share, from the version needed to the length of the extra field.
fn common(entry: &Entry<'_>, modified: [u16; 2]) -> Result<[u8; 26], KeyError> {
    let size = narrow(entry.content.len())?.to_le_bytes();
    let name_length = u16::try_from(entry.name.len()).map_err(|_| KeyError::EncodingFailed)?;
    let mut fields = [0; 26];
    fields[0..2].copy_from_slice(&VERSION.to_le_bytes());
    // No flags; method 0, stored.
    fields[6..8].copy_from_slice(&modified[0].to_le_bytes());
    fields[8..10].copy_from_slice(&modified[1].to_le_bytes());
    fields[10..14].copy_from_slice(&crc32(entry.content).to_le_bytes());
    fields[14..18].copy_from_slice(&size);
    fields[18..22].copy_from_slice(&size);
    fields[22..24].copy_from_slice(&name_length.to_le_bytes());
    Ok(fields)
}

fn narrow(length: usize) -> Result<u32, KeyError> {
    u32::try_from(length).map_err(|_| KeyError::EncodingFailed)
}

/// The files of an archive as [`write`] makes them; `None` for anything else, archives of other programs included.
pub(crate) fn read(bytes: &[u8]) -> Option<Vec<Entry<'_>>> {
    let mut entries = Vec::new();
    let mut rest = bytes;
    while let Some(header) = rest.strip_prefix(&LOCAL) {
        let (fields, after) = header.split_at_checked(LOCAL_LENGTH - LOCAL.len())?;
        let [flags, method, extra] = [2, 4, 24].map(|at| [fields[at], fields[at + 1]]);
        if [flags, method, extra] != [[0; 2]; 3] {
            return None;
        }
        let size = u32::from_le_bytes([fields[14], fields[15], fields[16], fields[17]]);
        let name_length = u16::from_le_bytes([fields[22], fields[23]]);
        let (name, after) = after.split_at_checked(usize::from(name_length))?;
        let (content, after) = after.split_at_checked(usize::try_from(size).ok()?)?;
        if crc32(content).to_le_bytes() != fields[10..14] {
            return None;
        }
        let name = std::str::from_utf8(name).ok()?;
        entries.push(Entry { name, content });
        rest = after;
    }
    (!entries.is_empty() && (rest.starts_with(&CENTRAL))).then_some(entries)
}

/// Time and date as MS-DOS has them (section 4.4.6): two seconds a step, from 1980 to 2107.
fn dos_time(moment: Timestamp) -> [u16; 2] {
    let seconds = u64::try_from(moment.unix_seconds()).unwrap_or(0);
    let Ok(date) = DateTime::from_unix_duration(Duration::from_secs(seconds)) else {
        return EARLIEST;
    };
    let year = match date.year().checked_sub(1980) {
        Some(year @ 0..=127) => year,
        _ => return EARLIEST,
    };
    let fields = [date.hour(), date.minutes(), date.seconds() / 2].map(u16::from);
    let time = (fields[0] << 11) | (fields[1] << 5) | fields[2];
    let day = (year << 9) | (u16::from(date.month()) << 5) | u16::from(date.day());
    [time, day]
}

/// 1980-01-01T00:00:00, for clocks that are off by decades.
const EARLIEST: [u16; 2] = [0, (1 << 5) | 1];

/// CRC-32 (section 4.4.7), bit by bit: the files are small.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            let is_odd = crc & 1 == 1;
            (crc >> 1) ^ if is_odd { 0xedb8_8320 } else { 0 }
        })
    })
}

#[cfg(test)]
mod tests;
