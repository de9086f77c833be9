pragma Singleton
import QtQuick

// The words on the buttons, in the visitor's language; Main fills them in.
QtObject {
    property var say: ({})
}
