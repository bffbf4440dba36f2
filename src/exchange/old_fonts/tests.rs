//! Every Vietnamese letter in both codes, and texts that are none of them.

use super::*;
use std::collections::HashSet;

/// All letters of Vietnamese beyond ASCII, small.
const LETTERS: &str = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ";

/// The same in VNI, in the same order.
const VNI: &str = "aø aû aõ aù aï aê aè aú aü aé aë aâ aà aå aã aá aä ñ eø eû eõ eù eï eâ eà eå eã eá \
    eä ì æ ó í ò oø oû oõ où oï oâ oà oå oã oá oä ô ôø ôû ôõ ôù ôï uø uû uõ uù uï ö öø öû öõ öù öï \
    yø yû yõ yù î";

#[test]
fn tcvn3_writes_every_letter_once() {
    let made: HashSet<char> = tcvn3::letters().map(|(_, letter)| letter).collect();
    assert_eq!(made.len(), 74);
    for letter in LETTERS.chars().chain("ĂÂÊÔƠƯĐ".chars()) {
        assert!(made.contains(&letter), "{letter}");
    }
    let signs: Vec<char> = tcvn3::letters().map(|(sign, _)| sign).collect();
    assert!(signs.is_sorted());
    for (sign, letter) in tcvn3::letters() {
        assert_eq!(
            OldFont::Tcvn3.converted(&sign.to_string()),
            letter.to_string()
        );
        assert_eq!(
            OldFont::Tcvn3Capitals.converted(&sign.to_string()),
            letter.to_uppercase().to_string()
        );
    }
}

#[test]
fn vni_writes_every_letter_small_and_capital() {
    let codes: Vec<&str> = VNI.split_whitespace().collect();
    assert_eq!(codes.len(), LETTERS.chars().count());
    for (code, letter) in codes.iter().zip(LETTERS.chars()) {
        assert_eq!(OldFont::Vni.converted(code), letter.to_string(), "{code}");
        let capital = letter.to_uppercase().to_string();
        assert_eq!(
            OldFont::Vni.converted(&code.to_uppercase()),
            capital,
            "{code}"
        );
        // People left the sign small behind a capital.
        let mut mixed = code.chars();
        let first = mixed.next().expect("a sign").to_uppercase().to_string();
        let mixed = first + mixed.as_str();
        assert_eq!(OldFont::Vni.converted(&mixed), capital, "{mixed}");
    }
}

#[test]
fn sentences_of_both_codes_are_read() {
    let old = "C©u 1: LuËt giao th«ng ®\u{AD}êng bé cã hiÖu lùc tõ ngµy nµo?";
    let read = "Câu 1: Luật giao thông đường bộ có hiệu lực từ ngày nào?";
    assert_eq!(OldFont::Tcvn3.converted(old), read);
    assert_eq!(recognised(old), Some(OldFont::Tcvn3));
    let old = "Caâu 1: Luaät giao thoâng ñöôøng boä coù hieäu löïc töø ngaøy naøo?";
    assert_eq!(OldFont::Vni.converted(old), read);
    assert_eq!(recognised(old), Some(OldFont::Vni));
}

#[test]
fn fonts_are_known_by_their_names() {
    assert_eq!(of_font(".VnTime"), Some(OldFont::Tcvn3));
    assert_eq!(of_font(".VnTimeH"), Some(OldFont::Tcvn3Capitals));
    assert_eq!(of_font(".VnArial NarrowH"), Some(OldFont::Tcvn3Capitals));
    assert_eq!(of_font("VNI-Times"), Some(OldFont::Vni));
    assert_eq!(of_font("vni-helve-condense"), Some(OldFont::Vni));
    for unicode in ["Times New Roman", "Arial", "VnTime2", "", ".V"] {
        assert_eq!(of_font(unicode), None, "{unicode}");
    }
}

#[test]
fn other_texts_are_left_alone() {
    for text in [
        "Câu 1: Luật giao thông đường bộ có hiệu lực từ ngày nào?",
        "Quy tắc nào không đúng?",
        "The café in São Paulo, naïve résumé, piñata, Köln, Malmö",
        "© 2024 ® § 5 «guillemets» ½ × 3°",
        "toà án, hoà giải, uý lạo, khoá hoá",
        "Où est la gare, là-bas, près du château à côté?",
        "C©u",
        "",
    ] {
        assert_eq!(recognised(text), None, "{text}");
    }
}
