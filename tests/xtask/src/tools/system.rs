//! Which operating system this is, as far as it decides where a browser comes from.

/// A kind of operating system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum System {
    /// Debian, and what is made of it.
    Debian,
    /// Ubuntu, and what is made of it.
    Ubuntu,
    /// Fedora, and what is made of it.
    Fedora,
    /// macOS.
    Macos,
    /// Any other.
    Other,
}

impl System {
    /// The system of this computer. One that says nothing of itself is another one.
    pub(crate) fn here() -> Self {
        // The second is for systems whose administrator removed the first: os-release(5).
        let files = ["/etc/os-release", "/usr/lib/os-release"];
        let text = files
            .iter()
            .find_map(|file| std::fs::read_to_string(file).ok());
        Self::of(std::env::consts::OS, &text.unwrap_or_default())
    }

    /// Of Rust's name for the system and its os-release(5): what it is itself counts first, then what it is like, the
    /// closest relative first.
    fn of(os: &str, os_release: &str) -> Self {
        if os == "macos" {
            return Self::Macos;
        }
        let value = |name: &str| {
            os_release.lines().find_map(|line| {
                let (of, value) = line.trim().split_once('=')?;
                (of == name).then(|| value.trim_matches(['"', '\'']))
            })
        };
        let names = [value("ID"), value("ID_LIKE")].into_iter().flatten();
        names
            .flat_map(str::split_whitespace)
            .find_map(Self::named)
            .unwrap_or(Self::Other)
    }

    fn named(name: &str) -> Option<Self> {
        match name {
            "debian" => Some(Self::Debian),
            "ubuntu" => Some(Self::Ubuntu),
            "fedora" => Some(Self::Fedora),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_are_known_by_what_they_say_of_themselves() {
        for (os, os_release, system) in [
            (
                "linux",
                "NAME=\"Debian GNU/Linux\"\nID=debian\n",
                System::Debian,
            ),
            ("linux", "ID=raspbian\nID_LIKE=debian\n", System::Debian),
            ("linux", "ID=ubuntu\nID_LIKE=debian\n", System::Ubuntu),
            ("linux", "ID=\"ubuntu\"\n", System::Ubuntu),
            (
                "linux",
                "ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n",
                System::Ubuntu,
            ),
            ("linux", "VERSION_ID=42\nID=fedora\n", System::Fedora),
            (
                "linux",
                "ID='rocky'\nID_LIKE='rhel centos fedora'\n",
                System::Fedora,
            ),
            ("linux", "ID=arch\n", System::Other),
            (
                "linux",
                "UBUNTU_CODENAME=noble\nNAME=ubuntu\n",
                System::Other,
            ),
            ("linux", "", System::Other),
            ("macos", "", System::Macos),
        ] {
            assert_eq!(System::of(os, os_release), system, "{os}: {os_release}");
        }
    }
}
