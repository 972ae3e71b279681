<?php
error_log("asked for a page");
echo "made by PHP\n";
