self.LINLI_FILES = "{{ files|escapejs }}".split(",");
importScripts("{{ script|escapejs }}");
