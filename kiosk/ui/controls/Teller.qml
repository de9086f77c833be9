import QtQuick
import QtQuick.Templates as T
import kiosk.ui
import kiosk.bridge

// Tells the voice what a finger or the keys came upon. What somebody answered, and who asked for a call, is for headphones alone.
QtObject {
    id: root

    required property SpeechView speech
    required property VisitView visit

    function tell(button: T.AbstractButton): void {
        const key = button as TypeKey;
        const row = button.parent as ListRow;
        const answering = visit.at === "signingup" && !speech.alone;
        const hidden = answering && (row || button as ChoiceRow);
        const kind = button as HardWord ? "word" : button.Accessible.role === Accessible.PageTab ? "stop" : key ? "" : "button";
        const chooses = button.Accessible.role === Accessible.RadioButton || button.Accessible.role === Accessible.CheckBox;
        const state = !chooses || hidden ? "" : button.Accessible.checked ? "chosen" : "open";
        const asked = row && visit.at === "signingup" ? row.note : "";
        const somebody = row && !speech.alone && visit.at === "staff" && /^go:staff\/[0-9a-f]{32}\//.test(row.row.action);
        const name = somebody ? Words.say.only_in_headphones ?? "" : !asked ? button.Accessible.name : answering ? asked : asked + ": " + button.Accessible.name;
        speech.tell(name, kind, state, key !== null && key.key.does === "");
    }
}
