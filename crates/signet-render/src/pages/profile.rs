//! What one is called, and one's picture.

use askama::Template;

use crate::{AfterPost, Frame, Page, Person, pages::AccountWay};

/// What somebody says of themselves.
///
/// The names post `given_name`, `family_name`, `name` and `csrf` to `urls.names`; the user name posts `username` and
/// `csrf` to `urls.username`; a picture posts `csrf` and the file `picture` to `urls.picture`, taking it away `csrf` to
/// `urls.remove_picture`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/profile.html")]
pub struct ProfilePage {
    /// What stands around it.
    pub frame: Frame,
    /// The other pages of the account.
    pub ways: Vec<AccountWay>,
    /// Whose it is.
    pub person: Person,
    /// The address of the picture.
    pub picture: Option<String>,
    /// First name, as it was typed or as it is.
    pub given_name: String,
    /// Last name.
    pub family_name: String,
    /// The whole name.
    pub name: String,
    /// The e-mail address, if there is one.
    pub email: Option<String>,
    /// The user name.
    pub username: String,
    /// Whether it may be changed.
    pub may_change_username: bool,
    /// The page of the telephone number; none where people do not change it.
    pub phone_url: Option<String>,
    /// What was just done.
    pub flash: Option<ProfileFlash>,
    /// What was wrong with what was sent.
    pub problems: Vec<ProfileProblem>,
    /// Where the forms go.
    pub urls: ProfileUrls,
}

/// Where the forms of the page go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileUrls {
    /// Changes the names.
    pub names: String,
    /// Changes the user name.
    pub username: String,
    /// Takes a picture in.
    pub picture: String,
    /// Takes it away.
    pub remove_picture: String,
    /// The page of the e-mail address.
    pub address: String,
}

/// What was just done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfileFlash {
    /// The names were changed.
    Names,
    /// The user name was changed.
    Username,
    /// There is another picture.
    Picture,
    /// The picture is gone.
    PictureRemoved,
}

/// What is wrong with what was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfileProblem {
    /// A name is none, in this field.
    Name(&'static str),
    /// It is no user name.
    Username,
    /// Somebody has it.
    UsernameTaken,
    /// No file was chosen.
    PictureMissing,
    /// It is no picture.
    PictureUnreadable,
    /// It is too large a picture.
    PictureTooLarge,
    /// Others send pictures at this moment.
    PictureBusy,
}

impl ProfileProblem {
    /// The field, and the key of the words.
    const fn field_and_key(self) -> (&'static str, &'static str) {
        match self {
            Self::Name(field) => (field, "profile-name-invalid"),
            Self::Username => ("username", "setup-username-invalid"),
            Self::UsernameTaken => ("username", "setup-username-taken"),
            Self::PictureMissing => ("picture", "profile-picture-missing"),
            Self::PictureUnreadable => ("picture", "profile-picture-unreadable"),
            Self::PictureTooLarge => ("picture", "profile-picture-too-large"),
            Self::PictureBusy => ("picture", "profile-picture-busy"),
        }
    }
}

impl ProfilePage {
    fn done(&self) -> Option<String> {
        let key = match self.flash? {
            ProfileFlash::Names => "profile-names-saved",
            ProfileFlash::Username => "profile-username-saved",
            ProfileFlash::Picture => "profile-picture-saved",
            ProfileFlash::PictureRemoved => "profile-picture-removed",
        };
        Some(self.frame.t(key))
    }

    /// Field and words of everything that is wrong.
    fn summary(&self) -> Vec<(&'static str, String)> {
        let told = self.problems.iter().map(|problem| problem.field_and_key());
        told.map(|(field, key)| (field, self.frame.t(key))).collect()
    }

    /// What is wrong with a field.
    fn wrong(&self, field: &str) -> Vec<String> {
        self.summary().into_iter().filter(|(at, _)| *at == field).map(|(_, words)| words).collect()
    }
}

impl Page for ProfilePage {
    const AFTER_POST: AfterPost = AfterPost::Here;
}

#[cfg(test)]
impl ProfilePage {
    /// The page in its states.
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        use crate::pages::{AccountTab, account_ways};

        let full = Self {
            frame: frame.clone().at("/account/profile"),
            ways: account_ways("", "ses_1", AccountTab::Profile),
            person: Person::sample(),
            picture: Some("/logo.svg".to_owned()),
            given_name: "Ada".to_owned(),
            family_name: "Lovelace".to_owned(),
            name: "Ada Lovelace".to_owned(),
            email: Some("ada@example.com".to_owned()),
            username: "ada".to_owned(),
            may_change_username: true,
            phone_url: Some("/account/phone".to_owned()),
            flash: Some(ProfileFlash::Picture),
            problems: Vec::new(),
            urls: ProfileUrls {
                names: "/account/profile".to_owned(),
                username: "/account/profile/username".to_owned(),
                picture: "/account/profile/picture".to_owned(),
                remove_picture: "/account/profile/picture/remove".to_owned(),
                address: "/account/address?account=ses_1".to_owned(),
            },
        };
        let bare = Self {
            person: Person::long_sample(),
            picture: None,
            email: None,
            given_name: String::new(),
            family_name: String::new(),
            name: String::new(),
            may_change_username: false,
            phone_url: None,
            flash: None,
            ..full.clone()
        };
        let wrong = Self {
            flash: None,
            problems: vec![
                ProfileProblem::Name("given_name"),
                ProfileProblem::UsernameTaken,
                ProfileProblem::PictureTooLarge,
            ],
            ..full.clone()
        };
        vec![("profile", full), ("profile_bare", bare), ("profile_wrong", wrong)]
    }
}
