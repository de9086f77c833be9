import QtQuick
import QtQuick.Templates as T
import kiosk.ui
import kiosk.bridge

// Tells the voice what a finger or the keys came upon; what of it is said aloud is decided there.
QtObject {
    id: root

    required property SpeechView speech

    function tell(button: T.AbstractButton): void {
        const key = button as TypeKey;
        const row = button.parent as ListRow;
        const choice = button as ChoiceRow;
        const option = button as OptionButton;
        const kind = button as HardWord ? "word" : button.Accessible.role === Accessible.PageTab ? "stop" : key ? "" : "button";
        const chooses = button.Accessible.role === Accessible.RadioButton || button.Accessible.role === Accessible.CheckBox;
        const state = !chooses ? "" : button.checked ? "chosen" : "open";
        const action = key ? key.key.action : row ? row.row.action : choice ? choice.row.action : option ? option.option.action : "";
        speech.tell(button.Accessible.name, row ? row.note : "", kind, state, action);
    }
}
