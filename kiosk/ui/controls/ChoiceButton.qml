import QtQuick
import QtQuick.Templates as T

// A button that is chosen or not: a press asks, and whoever owns the value answers.
// It is the button's own state that says so: as soon as a screen reader is there, Qt writes it over what `Accessible` was told.
T.AbstractButton {
    property bool chosen: false
    property bool chooses: true

    checkable: chooses
    checked: chosen
    onCheckedChanged: {
        if (checked !== chosen)
            checked = Qt.binding(() => chosen);
    }

    function accessibleToggleAction(): void {
        click();
    }
}
